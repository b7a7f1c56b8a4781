/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Configuration of a gate that is the same for every image and channel: output = gate F. */
public final class ConstantGate extends NamedLayer {
  private static final long serialVersionUID = 1L;

  @JsonProperty private double gate;

  /** For JSON. */
  ConstantGate() {}

  ConstantGate(String name, double gate) {
    super(name);
    this.gate = gate;
  }

  double gate() {
    return gate;
  }

  @Override
  Map<String, long[]> shapes() {
    return Map.of();
  }

  @Override
  org.deeplearning4j.nn.layers.BaseLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
    return new ConstantGateLayer(conf, type);
  }
}
