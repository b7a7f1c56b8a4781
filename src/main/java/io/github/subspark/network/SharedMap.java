/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@link SharedWeights} on all images at once, as one matrix product: for any backend. */
final class SharedMap {
  private final SharedWeights weights;

  SharedMap(SharedWeights weights) {
    this.weights = weights;
  }

  /** [input][output] of a parameter. */
  INDArray matrix(INDArray parameter) {
    float[] matrix = weights.matrix(parameter.ravel().toFloatVector());
    return Nd4j.createFromArray(matrix)
        .reshape('c', matrix.length / weights.outputs(), weights.outputs());
  }

  /**
   * The gradient of the parameter.
   *
   * @param from [image][input]
   * @param delta [image][output]
   */
  float[] gradient(INDArray from, INDArray delta) {
    INDArray matrix = Nd4j.gemm(from, delta, true, false);
    return weights.gradient(matrix.dup('c').ravel().toFloatVector());
  }
}
