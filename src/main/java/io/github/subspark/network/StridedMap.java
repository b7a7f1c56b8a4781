/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution with stride 2 as a bilinear form of fine values, coarse values and weights, and
 * what its layers need of it: the linear map, its adjoint, and the gradient for the weights. A
 * convolution's forward pass is {@link #down}; its input gradient, {@link #up}; a transposed
 * convolution has the two the other way round; the weights' gradient is the same for both.
 *
 * <p>All arrays are in row-major order: fine values [image][channel, row, column], coarse values
 * likewise, weights as in {@link ConvolutionShape}. Results overwrite the target. Not for several
 * threads at once: an implementation may keep scratch memory.
 */
interface StridedMap {

  /** coarse = convolution of fine. */
  void down(INDArray weight, INDArray fine, INDArray coarse);

  /** fine = transposed convolution of coarse. */
  void up(INDArray weight, INDArray coarse, INDArray fine);

  /** gradient = derivative of the inner product of coarse and down(weight, fine) by weight. */
  void weightGradient(INDArray fine, INDArray coarse, INDArray gradient);

  /** The implementation for the backend that is loaded. */
  static StridedMap of(ConvolutionShape shape) {
    return switch (Backend.loaded().device()) {
      case CPU -> new HostStridedMap(shape);
      case GPU -> new GeneralStridedMap(shape);
    };
  }
}
