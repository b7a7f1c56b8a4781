/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Configuration of efficient channel attention (ECA-Net, Wang et al. 2020): output =
 * sigmoid(convolution of GAP(F) along channels) F. The kernel is the odd number next to log2(k) / 2
 * + 1/2, without a bias: 1 for up to seven channels, 3 for up to 31.
 */
public final class EfficientAttention extends LearnedGate {
  private static final long serialVersionUID = 1L;

  static final String WEIGHT = "conv.weight";

  /** For JSON. */
  EfficientAttention() {}

  EfficientAttention(String name, int channels, double initialGate) {
    super(name, channels, initialGate);
  }

  int kernel() {
    int size = (int) Math.abs(Math.log(channels()) / Math.log(2) / 2 + 0.5);
    return size % 2 == 1 ? size : size + 1;
  }

  SharedWeights convolution() {
    return SharedWeights.alongChannels(channels(), kernel());
  }

  @Override
  Map<String, long[]> shapes() {
    return Map.of(WEIGHT, new long[] {1, 1, kernel()});
  }

  @Override
  GateLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
    return new EfficientAttentionLayer(conf, type);
  }
}
