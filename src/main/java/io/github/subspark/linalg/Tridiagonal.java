/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.linalg;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Eigenpairs of a symmetric tridiagonal matrix T: all eigenvalues (dsterf), the wanted eigenvectors
 * by relatively robust representations (dstemr; Dhillon and Parlett 2004), or by divide and conquer
 * (dstevd) where that gives up.
 *
 * @param diagonal n entries
 * @param offDiagonal n entries, of which the last is not looked at
 */
record Tridiagonal(double[] diagonal, double[] offDiagonal) {
  /** Largest error of V^T V that rounding explains; usual are 1e-13. */
  private static final double ORTHOGONALITY = 1e-9;

  /**
   * All n eigenvalues, ascending.
   *
   * @throws NoConvergenceException if LAPACK gives up
   */
  double[] values() {
    try (DoublePointer d = new DoublePointer(diagonal);
        DoublePointer e = new DoublePointer(offDiagonal)) {
      Lapack.check("dsterf", openblas.LAPACKE_dsterf(diagonal.length, d, e));
      return read(d);
    }
  }

  /**
   * Vectors of T for the eigenvalues first..last (from 1, ascending), one column after another.
   *
   * @return those eigenvalues
   */
  double[] vectors(int first, int last, DoublePointer columns) {
    int n = diagonal.length;
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
        return dividedVectors(first, last, columns);
      }
      return Arrays.copyOf(read(w), count);
    }
  }

  /**
   * The same by divide and conquer (dstevd), which computes all n vectors and does not fail where
   * dstemr does: on a few per cent of matrices of near-permutations, such as the sparsest
   * affinities make, it ends with an internal error. LAPACK's own dsyevr falls back likewise.
   */
  private double[] dividedVectors(int first, int last, DoublePointer columns) {
    int n = diagonal.length;
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
      return Arrays.copyOfRange(read(d), first - 1, last);
    }
  }

  /** Whether V^T V is the identity; a NaN anywhere says no. */
  private boolean orthonormal(DoublePointer columns, int count) {
    int n = diagonal.length;
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

  static double[] read(DoublePointer pointer) {
    double[] array = new double[(int) pointer.limit()];
    pointer.get(array);
    return array;
  }
}
