/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Bias and ReLU of a convolution on values [image][channel, position], and their gradient. */
final class Rectifier {
  private Rectifier() {}

  /** values = relu(values + bias of the channel). */
  static void rectify(INDArray values, INDArray bias) {
    INDArray byChannel = byChannel(values, bias.length());
    Nd4j.exec(new BroadcastAddOp(byChannel, bias, byChannel, 1));
    Transforms.relu(values, false);
  }

  /**
   * The gradient before bias and ReLU, and the bias's.
   *
   * @param output what {@link #rectify} left: positive exactly where its input was
   * @param epsilon gradient of the output
   * @param delta target: epsilon where the output is positive, else 0
   * @param biasGradient target: sums of delta over images and positions
   */
  static void backpropagate(
      INDArray output, INDArray epsilon, INDArray delta, INDArray biasGradient) {
    Nd4j.exec(
        DynamicCustomOp.builder("relu_bp").addInputs(output, epsilon).addOutputs(delta).build());
    byChannel(delta, biasGradient.length()).sum(biasGradient, 0, 2);
  }

  private static INDArray byChannel(INDArray values, long channels) {
    return values.reshape('c', values.size(0), channels, values.size(1) / channels);
  }
}
