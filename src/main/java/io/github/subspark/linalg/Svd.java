/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.linalg;

import org.bytedeco.openblas.global.openblas;

/**
 * Singular value decomposition A = U diag(s) V^T of a small square matrix.
 *
 * @param u n x n, row-major
 * @param singularValues n values, descending
 * @param vt V^T, n x n, row-major
 */
public record Svd(double[] u, double[] singularValues, double[] vt) {
  /**
   * Decomposes by LAPACK's divide and conquer (dgesdd).
   *
   * @param a n x n, row-major; left as it is
   * @throws NoConvergenceException if the routine does not converge
   * @throws IllegalArgumentException if an entry is not a number
   */
  public static Svd of(double[] a, int n) {
    double[] u = new double[n * n];
    double[] singularValues = new double[n];
    double[] vt = new double[n * n];
    int info =
        openblas.LAPACKE_dgesdd(
            openblas.LAPACK_ROW_MAJOR, (byte) 'A', n, n, a.clone(), n, singularValues, u, n, vt, n);
    Lapack.check("dgesdd", info);
    return new Svd(u, singularValues, vt);
  }
}
