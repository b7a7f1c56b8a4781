/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.linalg;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Dense symmetric eigenproblems by LAPACK: A = Q T Q^T with T tridiagonal (dsytrd), the wanted
 * eigenpairs of T ({@link Tridiagonal}), and its vectors times Q (dormtr). It is the way of dsyevr,
 * but one reduction serves vectors from both ends of the spectrum. Being direct, it finds
 * eigenvalues that are equal or nearly so, which iterations from one start vector miss.
 *
 * <p>The matrix is copied outside the Java heap and overwritten there, so that one costs n^2
 * doubles more; {@link #close} frees them.
 */
public final class SymmetricEigen implements AutoCloseable {
  private static final byte LOWER = 'L';

  private final int n;
  private final DoublePointer reflectors;
  private final DoublePointer scales;
  private final Tridiagonal tridiagonal;
  private final double[] ascending;

  private SymmetricEigen(double[] a, int n) {
    this.n = n;
    this.reflectors = new DoublePointer(a);
    this.scales = new DoublePointer(n);
    try (DoublePointer d = new DoublePointer(n);
        DoublePointer e = new DoublePointer(n)) {
      // The matrix is symmetric, so its row-major rows are columns: no transposed copy.
      Lapack.check(
          "dsytrd",
          openblas.LAPACKE_dsytrd(
              openblas.LAPACK_COL_MAJOR, LOWER, n, reflectors, n, d, e, scales));
      this.tridiagonal = new Tridiagonal(Tridiagonal.read(d), Tridiagonal.read(e));
    }
    this.ascending = tridiagonal.values();
  }

  /**
   * Reduces a matrix; the vectors are computed by the methods that ask for some.
   *
   * @param a n x n, symmetric (the entries on and above the diagonal are read, row-major)
   * @throws IllegalArgumentException if an entry is not a number
   * @throws NoConvergenceException if LAPACK gives up
   */
  public static SymmetricEigen of(double[] a, int n) {
    if (n < 1 || a.length != (long) n * n) {
      throw new IllegalArgumentException(
          "Cannot decompose %d values as %d x %d".formatted(a.length, n, n));
    }
    return new SymmetricEigen(a, n);
  }

  /** All n eigenvalues, ascending. */
  public double[] values() {
    return ascending.clone();
  }

  /** The m algebraically largest eigenvalues, descending, with their vectors. */
  public EigenPairs largest(int m) {
    checkCount(m);
    return pairs(0, m);
  }

  /**
   * The m eigenvalues of largest magnitude: first those taken from the top of the spectrum,
   * descending, then those from the bottom, ascending.
   *
   * <p>For a symmetric matrix V diag(lambda) V^T the singular values are abs(lambda), and the left
   * singular vectors are the columns of V up to sign: V diag(sign(lambda)) takes the sign on the
   * right side. So these pairs are the truncated SVD wherever, as in U diag(s) U^T, a column's sign
   * does not matter.
   */
  public EigenPairs largestInMagnitude(int m) {
    checkCount(m);
    int bottom = 0;
    int top = 0;
    while (bottom + top < m) {
      if (Math.abs(ascending[n - 1 - top]) >= Math.abs(ascending[bottom])) {
        top++;
      } else {
        bottom++;
      }
    }
    return pairs(bottom, top);
  }

  private EigenPairs pairs(int bottom, int top) {
    int m = bottom + top;
    try (DoublePointer columns = new DoublePointer((long) n * m)) {
      double[] values = new double[m];
      if (top > 0) {
        tridiagonal.vectors(n - top + 1, n, columns);
      }
      if (bottom > 0) {
        columns.position((long) n * top);
        tridiagonal.vectors(1, bottom, columns);
        columns.position(0);
      }
      Lapack.check(
          "dormtr",
          openblas.LAPACKE_dormtr(
              openblas.LAPACK_COL_MAJOR,
              (byte) 'L',
              LOWER,
              (byte) 'N',
              n,
              m,
              reflectors,
              n,
              scales,
              columns,
              n));
      return new EigenPairs(values, rows(columns, values, top), n);
    }
  }

  /**
   * Turns LAPACK's columns (the first {@code top} ascending from the top's lowest, the rest
   * ascending from the bottom) into rows, and fills in the values.
   */
  private double[] rows(DoublePointer columns, double[] values, int top) {
    int m = values.length;
    double[] rows = new double[Math.multiplyExact(n, m)];
    double[] column = new double[n];
    for (int j = 0; j < m; j++) {
      values[j] = j < top ? ascending[n - 1 - j] : ascending[j - top];
      columns.position((long) n * (j < top ? top - 1 - j : j)).get(column);
      for (int i = 0; i < n; i++) {
        rows[i * m + j] = column[i];
      }
    }
    columns.position(0);
    return rows;
  }

  private void checkCount(int m) {
    if (m < 1 || m > n) {
      throw new IllegalArgumentException(
          "Cannot find %d eigenpairs of a %d x %d matrix".formatted(m, n, n));
    }
  }

  @Override
  public void close() {
    reflectors.close();
    scales.close();
  }
}
