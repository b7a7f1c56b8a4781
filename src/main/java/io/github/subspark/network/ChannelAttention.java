/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Configuration of squeeze-and-excitation attention over channels (Baek and Yoon, section 2):
 * output = sigmoid(fc2 relu(fc1 GAP(F))) F, with max(1, channels / 4) hidden units. CBAM's channel
 * attention (Woo et al. 2018) adds what the same fc1 and fc2 make of each channel's maximum, before
 * the sigmoid.
 */
public final class ChannelAttention extends LearnedGate {
  private static final long serialVersionUID = 1L;

  static final String FC1_WEIGHT = "fc1.weight";
  static final String FC1_BIAS = "fc1.bias";
  static final String FC2_WEIGHT = "fc2.weight";
  static final String FC2_BIAS = "fc2.bias";

  @JsonProperty private boolean maxima;

  /** For JSON. */
  ChannelAttention() {}

  private ChannelAttention(String name, int channels, double initialGate, boolean maxima) {
    super(name, channels, initialGate);
    this.maxima = maxima;
  }

  /** Of the channels' means alone. */
  static ChannelAttention ofMeans(String name, int channels, double initialGate) {
    return new ChannelAttention(name, channels, initialGate, false);
  }

  /** Of the channels' means and maxima. */
  static ChannelAttention ofMeansAndMaxima(String name, int channels, double initialGate) {
    return new ChannelAttention(name, channels, initialGate, true);
  }

  /** Descriptors of an image, each of a value a channel: 1, the means, or 2, the maxima too. */
  int descriptors() {
    return maxima ? 2 : 1;
  }

  int hiddenUnits() {
    return Math.max(1, channels() / 4);
  }

  @Override
  Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(FC1_WEIGHT, new long[] {hiddenUnits(), channels()});
    shapes.put(FC1_BIAS, new long[] {hiddenUnits()});
    shapes.put(FC2_WEIGHT, new long[] {channels(), hiddenUnits()});
    shapes.put(FC2_BIAS, new long[] {channels()});
    return shapes;
  }

  @Override
  GateLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
    return new ChannelAttentionLayer(conf, type);
  }
}
