/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

/** Rows scaled to unit length. */
final class UnitRows {
  /**
   * Squared length below which a row is rounding error: eigenvectors are right to some 1e-15, and
   * the row of an image of the least degree that counts, 1e-20 of the largest, is 1e-10 / sqrt(n)
   * long.
   */
  private static final double NOISE = 1e-24;

  private UnitRows() {}

  /**
   * Scales the rows of a row-major matrix in place; a row of zeros, up to rounding, becomes zero.
   */
  static double[] of(double[] rows, int dimension) {
    for (int start = 0; start < rows.length; start += dimension) {
      double squares = 0;
      for (int k = start; k < start + dimension; k++) {
        squares += rows[k] * rows[k];
      }
      double scale = squares > NOISE ? 1 / Math.sqrt(squares) : 0;
      for (int k = start; k < start + dimension; k++) {
        rows[k] *= scale;
      }
    }
    return rows;
  }
}
