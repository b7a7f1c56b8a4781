/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Configuration of softmax attention: output = g d softmax(F) F, the softmax over all d values of
 * an image's latent, without weights; the mean gate of an image is g, the initial gate of the other
 * kinds.
 *
 * <p>After Baek, Yoon, Song and Yoon, 'Deep self-representative subspace clustering network'. Their
 * public code (sangwon1338/Deep_self-representation_Subspace_clustering) leaves the factor g d out,
 * which makes the self-expression's term of the loss d^2 times smaller, and takes the softmax's
 * argument from a second convolution for COIL-100.
 */
public final class SoftmaxGate extends LearnedGate {
  private static final long serialVersionUID = 1L;

  /** For JSON. */
  SoftmaxGate() {}

  SoftmaxGate(String name, int channels, double initialGate) {
    super(name, channels, initialGate);
  }

  @Override
  Map<String, long[]> shapes() {
    return Map.of();
  }

  @Override
  GateLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
    return new SoftmaxGateLayer(conf, type);
  }
}
