/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Sums of squares for the loss: rows in the backend's precision, the sum over rows in double. */
final class Squares {
  private Squares() {}

  /** Sum of the squares of a matrix's values. */
  static double sum(INDArray matrix) {
    double sum = 0;
    for (float norm : matrix.norm2(1).toFloatVector()) {
      sum += (double) norm * norm;
    }
    return sum;
  }
}
