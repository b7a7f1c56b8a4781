/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.linalg;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * A row-major matrix of doubles outside the Java heap, for BLAS. Java arrays are copied in and out
 * once, by {@link #of} and {@link #toArray}: JavaCPP's own array overloads copy all operands at
 * every call, which costs more than a skinny product itself.
 *
 * <p>The memory is freed by {@link #close}. An instance may be read by several threads at once.
 */
public final class DoubleMatrix implements AutoCloseable {
  private final DoublePointer values;
  private final int rows;
  private final int columns;

  private DoubleMatrix(DoublePointer values, int rows, int columns) {
    this.values = values;
    this.rows = rows;
    this.columns = columns;
  }

  /** A matrix whose entries are not set to anything yet. */
  public static DoubleMatrix allocate(int rows, int columns) {
    return new DoubleMatrix(new DoublePointer((long) rows * columns), rows, columns);
  }

  /** A copy of {@code rows * columns} values, row by row. */
  public static DoubleMatrix of(double[] values, int rows, int columns) {
    if (values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "Cannot shape %d values into %d x %d".formatted(values.length, rows, columns));
    }
    DoubleMatrix matrix = allocate(rows, columns);
    matrix.set(values);
    return matrix;
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
  public int columns() {
    return columns;
  }

  /** Overwrites all entries, row by row. */
  public void set(double[] entries) {
    values.put(entries);
  }

  /** Copies all entries, row by row, into an array of rows * columns values. */
  public void read(double[] target) {
    values.get(target);
  }

  /** All entries, row by row. */
  public double[] toArray() {
    double[] array = new double[Math.multiplyExact(rows, columns)];
    read(array);
    return array;
  }

  /**
   * out = op(a) op(b), by gemm.
   *
   * @param out rows of op(a) x columns of op(b); neither of the factors
   */
  public static void multiply(
      DoubleMatrix a, Form formA, DoubleMatrix b, Form formB, DoubleMatrix out) {
    int rows = formA == Form.PLAIN ? a.rows : a.columns;
    int inner = formA == Form.PLAIN ? a.columns : a.rows;
    int innerB = formB == Form.PLAIN ? b.rows : b.columns;
    int columns = formB == Form.PLAIN ? b.columns : b.rows;
    if (inner != innerB || out.rows != rows || out.columns != columns) {
      throw new IllegalArgumentException(
          "Cannot multiply %d x %d by %d x %d into %d x %d"
              .formatted(rows, inner, innerB, columns, out.rows, out.columns));
    }
    openblas_nolapack.cblas_dgemm(
        openblas_nolapack.CblasRowMajor,
        formA.code(),
        formB.code(),
        rows,
        columns,
        inner,
        1,
        a.values,
        a.columns,
        b.values,
        b.columns,
        0,
        out.values,
        columns);
  }

  /**
   * out = this this^T, by syrk at half the work of gemm; both triangles are filled and equal.
   *
   * @param out rows x rows, not this matrix
   */
  public void gram(DoubleMatrix out) {
    if (out.rows != rows || out.columns != rows) {
      throw new IllegalArgumentException(
          "Cannot store %d x %d products in %d x %d".formatted(rows, rows, out.rows, out.columns));
    }
    openblas_nolapack.cblas_dsyrk(
        openblas_nolapack.CblasRowMajor,
        openblas_nolapack.CblasLower,
        openblas_nolapack.CblasNoTrans,
        rows,
        columns,
        1,
        values,
        columns,
        0,
        out.values,
        rows);
    out.mirrorLowerTriangle();
  }

  /**
   * Becomes its inverse, by Cholesky's factors (dpotrf, dpotri).
   *
   * @throws IllegalArgumentException if this matrix is not square or holds a NaN
   * @throws NoConvergenceException if it is not positive definite
   */
  public void invertPositiveDefinite() {
    if (rows != columns) {
      throw new IllegalArgumentException(
          "Cannot invert a matrix of %d x %d".formatted(rows, columns));
    }
    // Symmetric, so that the row-major lower triangle is LAPACK's upper one: no transposed copy.
    Lapack.check(
        "dpotrf",
        openblas.LAPACKE_dpotrf(openblas.LAPACK_COL_MAJOR, (byte) 'U', rows, values, rows));
    Lapack.check(
        "dpotri",
        openblas.LAPACKE_dpotri(openblas.LAPACK_COL_MAJOR, (byte) 'U', rows, values, rows));
    mirrorLowerTriangle();
  }

  /** Copies by square blocks: whole columns would miss the cache at every entry. */
  private void mirrorLowerTriangle() {
    final int block = 32;
    DoubleIndexer entries =
        DoubleIndexer.create(values, new long[] {rows, rows}, new long[] {rows, 1});
    for (int top = 0; top < rows; top += block) {
      for (int left = 0; left <= top; left += block) {
        for (int i = top; i < Math.min(rows, top + block); i++) {
          for (int j = left; j < Math.min(i, left + block); j++) {
            entries.put(j, i, entries.get(i, j));
          }
        }
      }
    }
  }

  @Override
  public void close() {
    values.close();
  }
}
