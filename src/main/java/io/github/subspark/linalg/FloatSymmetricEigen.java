/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.linalg;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * The largest eigenpairs of a dense symmetric matrix in single precision, at about half the time
 * and memory of {@link SymmetricEigen}: A = Q T Q^T (ssytrd), the eigenpairs of T in double
 * precision ({@link Tridiagonal}: relatively robust representations are less robust in single), and
 * its vectors times Q (sormtr). Values are right to about 1e-7 of the largest magnitude.
 */
public final class FloatSymmetricEigen {
  private static final byte LOWER = 'L';

  private FloatSymmetricEigen() {}

  /**
   * The m algebraically largest eigenvalues, descending, with their vectors.
   *
   * @param a n x n, symmetric (the entries on and above the diagonal are read); it is overwritten
   * @param m from 1 to n
   * @throws IllegalArgumentException if an entry is not a number
   * @throws NoConvergenceException if LAPACK gives up
   */
  public static EigenPairs largest(FloatMatrix a, int m) {
    int n = a.rows();
    if (a.columns() != n || m < 1 || m > n) {
      throw new IllegalArgumentException(
          "Cannot find %d eigenpairs of a %d x %d matrix".formatted(m, n, a.columns()));
    }
    try (FloatPointer scales = new FloatPointer(n);
        DoublePointer ofTridiagonal = new DoublePointer((long) n * m)) {
      double[] ascending = reduce(a, scales).vectors(n - m + 1, n, ofTridiagonal);
      double[] values = new double[m];
      for (int j = 0; j < m; j++) {
        values[j] = ascending[m - 1 - j];
      }
      return new EigenPairs(values, vectors(a, scales, ofTridiagonal, m), n);
    }
  }

  /** Leaves Q's reflectors in the matrix. */
  private static Tridiagonal reduce(FloatMatrix a, FloatPointer scales) {
    int n = a.rows();
    try (FloatPointer d = new FloatPointer(n);
        FloatPointer e = new FloatPointer(n)) {
      // The matrix is symmetric, so its row-major rows are columns: no transposed copy.
      Lapack.check(
          "ssytrd",
          openblas.LAPACKE_ssytrd(
              openblas.LAPACK_COL_MAJOR, LOWER, n, a.values(), n, d, e, scales));
      return new Tridiagonal(doubles(d), doubles(e));
    }
  }

  /** Those of T times Q, n x m, row-major, descending. */
  private static double[] vectors(
      FloatMatrix reflectors, FloatPointer scales, DoublePointer exact, int m) {
    int n = reflectors.rows();
    try (FloatPointer columns = new FloatPointer((long) n * m)) {
      float[] column = new float[n];
      double[] exactColumn = new double[n];
      for (int j = 0; j < m; j++) {
        exact.position((long) n * j).get(exactColumn);
        for (int i = 0; i < n; i++) {
          column[i] = (float) exactColumn[i];
        }
        columns.position((long) n * j).put(column);
      }
      exact.position(0);
      columns.position(0);
      Lapack.check(
          "sormtr",
          openblas.LAPACKE_sormtr(
              openblas.LAPACK_COL_MAJOR,
              (byte) 'L',
              LOWER,
              (byte) 'N',
              n,
              m,
              reflectors.values(),
              n,
              scales,
              columns,
              n));
      return descendingRows(columns, n, m);
    }
  }

  /** Turns columns, ascending, into rows of n x m, descending. */
  private static double[] descendingRows(FloatPointer columns, int n, int m) {
    double[] rows = new double[Math.multiplyExact(n, m)];
    float[] column = new float[n];
    for (int j = 0; j < m; j++) {
      columns.position((long) n * (m - 1 - j)).get(column);
      for (int i = 0; i < n; i++) {
        rows[i * m + j] = column[i];
      }
    }
    columns.position(0);
    return rows;
  }

  private static double[] doubles(FloatPointer pointer) {
    float[] single = new float[(int) pointer.limit()];
    pointer.get(single);
    double[] array = new double[single.length];
    for (int k = 0; k < array.length; k++) {
      array[k] = single[k];
    }
    return array;
  }
}
