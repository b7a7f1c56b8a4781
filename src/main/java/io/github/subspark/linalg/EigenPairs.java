/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.linalg;

/**
 * Some eigenvalues of a symmetric n x n matrix and their eigenvectors.
 *
 * @param values m eigenvalues, in the order that was asked for
 * @param vectors n x m, row-major: column j is the unit eigenvector of value j, orthogonal to the
 *     others; its sign is LAPACK's
 * @param n order of the matrix
 */
public record EigenPairs(double[] values, double[] vectors, int n) {
  /** Number of pairs. */
  public int count() {
    return values.length;
  }
}
