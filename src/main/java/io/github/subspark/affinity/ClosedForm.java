/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.affinity;

import io.github.subspark.linalg.DoubleMatrix;

/**
 * Self-expression by ridge regression, solved at once: C minimises |Z^T - Z^T C|^2 + lambda |C|^2
 * over matrices of zero diagonal, for rows of Z scaled to unit length. With G = Z Z^T and P = (G +
 * lambda I)^-1,
 *
 * <pre>C_ij = -P_ij / P_jj, C_jj = 0.</pre>
 */
public final class ClosedForm {
  private ClosedForm() {}

  /**
   * The coefficients; column j holds those of image j.
   *
   * @param z n x d, row-major: one image a row, of its latent or its pixels; a row of zeros stays
   *     one
   * @param lambda above 0, beside rows of unit length
   * @return n x n, row-major
   */
  public static float[] coefficients(float[] z, int n, double lambda) {
    if (n < 1 || z.length == 0 || z.length % n != 0 || !(lambda > 0)) {
      throw new IllegalArgumentException(
          "Cannot express %d values as %d images with lambda %s".formatted(z.length, n, lambda));
    }
    double[] p = new double[Math.multiplyExact(n, n)];
    try (DoubleMatrix rows = DoubleMatrix.of(unitRows(z, n), n, z.length / n);
        DoubleMatrix gram = DoubleMatrix.allocate(n, n)) {
      rows.gram(gram);
      gram.read(p);
      for (int i = 0; i < n; i++) {
        p[i * n + i] += lambda;
      }
      gram.set(p);
      gram.invertPositiveDefinite();
      gram.read(p);
    }
    float[] c = new float[p.length];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        c[i * n + j] = i == j ? 0 : (float) (-p[i * n + j] / p[j * n + j]);
      }
    }
    return c;
  }

  static double[] unitRows(float[] z, int n) {
    int d = z.length / n;
    double[] rows = new double[z.length];
    for (int start = 0; start < z.length; start += d) {
      double squares = 0;
      for (int k = start; k < start + d; k++) {
        squares += (double) z[k] * z[k];
      }
      double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
      for (int k = start; k < start + d; k++) {
        rows[k] = scale * z[k];
      }
    }
    return rows;
  }
}
