/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What all gates that look at an image's features are configured by: output = gate F.
 *
 * <p>A sigmoid gate is 2 g sigmoid(...), with g the gate that it starts from: the paper's gate has
 * g = .5, which makes the self-expression's term of the loss a quarter of what it is without a
 * gate. With g = 1 that term starts the same as without one.
 */
abstract class LearnedGate extends NamedLayer {
  private static final long serialVersionUID = 1L;

  @JsonProperty private int channels;
  @JsonProperty private double initialGate;

  /** For JSON. */
  LearnedGate() {}

  LearnedGate(String name, int channels, double initialGate) {
    super(name);
    this.channels = channels;
    this.initialGate = initialGate;
  }

  final int channels() {
    return channels;
  }

  final double initialGate() {
    return initialGate;
  }

  /** What a sigmoid gate stays below: sigmoid(0) is a half. */
  final double ceiling() {
    return 2 * initialGate;
  }

  @Override
  abstract GateLayer<?> layer(NeuralNetConfiguration conf, DataType type);
}
