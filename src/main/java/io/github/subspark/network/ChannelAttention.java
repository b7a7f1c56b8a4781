/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Configuration of squeeze-and-excitation attention over channels (Baek and Yoon, section 2):
 * output = sigmoid(fc2 relu(fc1 GAP(F))) F, with max(1, channels / 4) hidden units.
 */
public final class ChannelAttention extends NamedLayer {
  private static final long serialVersionUID = 1L;

  static final String FC1_WEIGHT = "fc1.weight";
  static final String FC1_BIAS = "fc1.bias";
  static final String FC2_WEIGHT = "fc2.weight";
  static final String FC2_BIAS = "fc2.bias";

  @JsonProperty private int channels;

  /** For JSON. */
  ChannelAttention() {}

  ChannelAttention(String name, int channels) {
    super(name);
    this.channels = channels;
  }

  int channels() {
    return channels;
  }

  int hiddenUnits() {
    return Math.max(1, channels / 4);
  }

  @Override
  Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(FC1_WEIGHT, new long[] {hiddenUnits(), channels});
    shapes.put(FC1_BIAS, new long[] {hiddenUnits()});
    shapes.put(FC2_WEIGHT, new long[] {channels, hiddenUnits()});
    shapes.put(FC2_BIAS, new long[] {channels});
    return shapes;
  }

  @Override
  org.deeplearning4j.nn.layers.BaseLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
    return new ChannelAttentionLayer(conf, type);
  }
}
