/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam for one tensor, by the formula of {@link HostAdam}. libtorch's own adds 1e-8 after it has
 * corrected the second moment, which makes other steps where gradients are small.
 */
final class TorchAdam {
  private final Tensor parameter;
  private final double learningRate;
  private final Tensor mean;
  private final Tensor variance;
  private int steps;

  /** The moments belong to the pointer scope that is open. */
  TorchAdam(Tensor parameter, double learningRate) {
    this.parameter = parameter;
    this.learningRate = learningRate;
    mean = torch.zeros_like(parameter);
    variance = torch.zeros_like(parameter);
  }

  /** One step against the gradient; automatic differentiation must be off. */
  void step(Tensor gradient) {
    steps++;
    mean.mul_(new Scalar(HostAdam.BETA1)).add_(gradient, new Scalar(1 - HostAdam.BETA1));
    variance
        .mul_(new Scalar(HostAdam.BETA2))
        .addcmul_(gradient, gradient, new Scalar(1 - HostAdam.BETA2));
    Tensor scale = variance.sqrt().add_(new Scalar(HostAdam.EPSILON));
    parameter.addcdiv_(mean, scale, new Scalar(-HostAdam.rate(learningRate, steps)));
  }
}
