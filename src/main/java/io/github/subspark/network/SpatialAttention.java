/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Configuration of CBAM's spatial attention (Woo et al. 2018): output = sigmoid(7x7 convolution of
 * the mean and the maximum over channels) F, a gate for each position. A bias stands for CBAM's
 * batch normalization, as all images are one batch here.
 */
public final class SpatialAttention extends LearnedGate {
  private static final long serialVersionUID = 1L;

  static final String WEIGHT = "conv.weight";
  static final String BIAS = "conv.bias";

  static final int KERNEL = 7;
  static final int DESCRIPTORS = 2;

  @JsonProperty private int height;
  @JsonProperty private int width;

  /** For JSON. */
  SpatialAttention() {}

  SpatialAttention(String name, Architecture architecture, double initialGate) {
    super(name, architecture.latentChannels(), initialGate);
    height = architecture.latentHeight();
    width = architecture.latentWidth();
  }

  int positions() {
    return height * width;
  }

  SharedWeights convolution() {
    return SharedWeights.overPositions(DESCRIPTORS, height, width, KERNEL);
  }

  @Override
  Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(WEIGHT, new long[] {1, DESCRIPTORS, KERNEL, KERNEL});
    shapes.put(BIAS, new long[] {1});
    return shapes;
  }

  @Override
  GateLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
    return new SpatialAttentionLayer(conf, type);
  }
}
