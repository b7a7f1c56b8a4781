/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Configuration of self-expression, S = C Z, and of its two terms of the loss. */
public final class SelfExpression extends NamedLayer {
  private static final long serialVersionUID = 1L;

  static final String COEFFICIENTS = "coefficients";

  @JsonProperty private int images;
  @JsonProperty private double lambda1;
  @JsonProperty private double lambda2;

  /** For JSON. */
  SelfExpression() {}

  SelfExpression(String name, int images, double lambda1, double lambda2) {
    super(name);
    this.images = images;
    this.lambda1 = lambda1;
    this.lambda2 = lambda2;
  }

  double lambda1() {
    return lambda1;
  }

  double lambda2() {
    return lambda2;
  }

  @Override
  Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(COEFFICIENTS, new long[] {images, images});
    return shapes;
  }

  @Override
  org.deeplearning4j.nn.layers.BaseLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
    return new SelfExpressionLayer(conf, type);
  }
}
