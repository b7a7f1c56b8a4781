/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.linalg;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Dense symmetric eigenproblems by LAPACK: A = Q T Q^T with T tridiagonal (dsytrd), all eigenvalues
 * of T (dsterf), the wanted eigenvectors of T by relatively robust representations (dstemr; Dhillon
 * and Parlett 2004; dstevd where that gives up), and those times Q (dormtr). It is the way of
 * dsyevr, but one reduction serves vectors from both ends of the spectrum. Being direct, it finds
 * eigenvalues that are equal or nearly so, which iterations from one start vector miss.
 *
 * <p>The matrix is copied outside the Java heap and overwritten there, so that one costs n^2
 * doubles more; {@link #close} frees them.
 */
public final class SymmetricEigen implements AutoCloseable {
  private static final byte LOWER = 'L';

  /** Largest error of V^T V that rounding explains; usual are 1e-13. */
  private static final double ORTHOGONALITY = 1e-9;

  private final int n;
  private final DoublePointer reflectors;
  private final DoublePointer scales;
  private final double[] diagonal;
  private final double[] offDiagonal;
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
      this.diagonal = read(d);
      this.offDiagonal = read(e);
      Lapack.check("dsterf", openblas.LAPACKE_dsterf(n, d, e));
      this.ascending = read(d);
    }
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
        tridiagonalVectors(n - top + 1, n, columns);
      }
      if (bottom > 0) {
        columns.position((long) n * top);
        tridiagonalVectors(1, bottom, columns);
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

  /** Vectors of T for the eigenvalues first..last (from 1, ascending), one column after another. */
  private void tridiagonalVectors(int first, int last, DoublePointer columns) {
    int count = last - first + 1;
    try (DoublePointer d = new DoublePointer(diagonal);
        DoublePointer e = new DoublePointer(offDiagonal);
        DoublePointer w = new DoublePointer(n);
        IntPointer found = new IntPointer(1);
        IntPointer support = new IntPointer(2L * n);
        IntPointer relative = new IntPointer(new int[] {1})) {
      int info =
          openblas.LAPACKE_dstemr(
              openblas.LAPACK_COL_MAJOR,
              (byte) 'V',
              (byte) 'I',
              n,
              d,
              e,
              0,
              0,
              first,
              last,
              found,
              w,
              columns,
              n,
              count,
              support,
              relative);
      if (info != 0 || found.get() != count || !orthonormal(columns, count)) {
        dividedVectors(first, last, columns);
      }
    }
  }

  /**
   * The same by divide and conquer (dstevd), which computes all n vectors and does not fail where
   * dstemr does: on a few per cent of matrices of near-permutations, such as the sparsest
   * affinities make, it ends with an internal error. LAPACK's own dsyevr falls back likewise.
   */
  private void dividedVectors(int first, int last, DoublePointer columns) {
    try (DoublePointer d = new DoublePointer(diagonal);
        DoublePointer e = new DoublePointer(offDiagonal);
        DoublePointer all = new DoublePointer((long) n * n)) {
      Lapack.check(
          "dstevd",
          openblas.LAPACKE_dstevd(openblas.LAPACK_COL_MAJOR, (byte) 'V', n, d, e, all, n));
      double[] column = new double[n];
      long start = columns.position();
      for (int j = first; j <= last; j++) {
        all.position((long) n * (j - 1)).get(column);
        columns.position(start + (long) n * (j - first)).put(column);
      }
      columns.position(start);
      all.position(0);
    }
  }

  /** Whether V^T V is the identity; a NaN anywhere says no. */
  private boolean orthonormal(DoublePointer columns, int count) {
    try (DoublePointer gram = new DoublePointer((long) count * count)) {
      openblas.cblas_dgemm(
          openblas.CblasColMajor,
          openblas.CblasTrans,
          openblas.CblasNoTrans,
          count,
          count,
          n,
          1,
          columns,
          n,
          columns,
          n,
          0,
          gram,
          count);
      double[] products = read(gram);
      for (int i = 0; i < products.length; i++) {
        double expected = i % (count + 1) == 0 ? 1 : 0;
        if (!(Math.abs(products[i] - expected) <= ORTHOGONALITY)) {
          return false;
        }
      }
      return true;
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

  private static double[] read(DoublePointer pointer) {
    double[] array = new double[(int) pointer.limit()];
    pointer.get(array);
    return array;
  }

  @Override
  public void close() {
    reflectors.close();
    scales.close();
  }
}
