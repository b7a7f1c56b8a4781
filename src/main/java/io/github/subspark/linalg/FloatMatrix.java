/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.linalg;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * A row-major matrix of floats outside the Java heap, for BLAS. Java arrays are copied in and out
 * once, by {@link #of} and {@link #toArray}: JavaCPP's own array overloads copy all operands at
 * every call, which costs more than a skinny product itself.
 *
 * <p>The memory is freed by {@link #close}. An instance may be read by several threads at once.
 */
public final class FloatMatrix implements AutoCloseable {
  private final FloatPointer values;
  private final int rows;
  private final int columns;

  private FloatMatrix(FloatPointer values, int rows, int columns) {
    this.values = values;
    this.rows = rows;
    this.columns = columns;
  }

  /** A matrix whose entries are not set to anything yet. */
  public static FloatMatrix allocate(int rows, int columns) {
    return new FloatMatrix(new FloatPointer((long) rows * columns), rows, columns);
  }

  /** A copy of {@code rows * columns} values, row by row. */
  public static FloatMatrix of(float[] values, int rows, int columns) {
    if (values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "Cannot shape %d values into %d x %d".formatted(values.length, rows, columns));
    }
    FloatMatrix matrix = allocate(rows, columns);
    matrix.set(values);
    return matrix;
  }

  /** The entries, for LAPACK. */
  FloatPointer values() {
    return values;
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
  public void set(float[] entries) {
    values.put(entries);
  }

  /** Copies all entries, row by row, into an array of rows * columns values. */
  public void read(float[] target) {
    values.get(target);
  }

  /** All entries, row by row. */
  public float[] toArray() {
    float[] array = new float[Math.multiplyExact(rows, columns)];
    read(array);
    return array;
  }

  /**
   * out = op(a) op(b), by gemm.
   *
   * @param out rows of op(a) x columns of op(b); neither of the factors
   */
  public static void multiply(
      FloatMatrix a, Form formA, FloatMatrix b, Form formB, FloatMatrix out) {
    int rows = formA == Form.PLAIN ? a.rows : a.columns;
    int inner = formA == Form.PLAIN ? a.columns : a.rows;
    int innerB = formB == Form.PLAIN ? b.rows : b.columns;
    int columns = formB == Form.PLAIN ? b.columns : b.rows;
    if (inner != innerB || out.rows != rows || out.columns != columns) {
      throw new IllegalArgumentException(
          "Cannot multiply %d x %d by %d x %d into %d x %d"
              .formatted(rows, inner, innerB, columns, out.rows, out.columns));
    }
    openblas_nolapack.cblas_sgemm(
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
  public void gram(FloatMatrix out) {
    if (out.rows != rows || out.columns != rows) {
      throw new IllegalArgumentException(
          "Cannot store %d x %d products in %d x %d".formatted(rows, rows, out.rows, out.columns));
    }
    openblas_nolapack.cblas_ssyrk(
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

  /** Sets every entry below a bound to 0. */
  public void flush(float bound) {
    FloatIndexer entries = FloatIndexer.create(values);
    long size = (long) rows * columns;
    for (long k = 0; k < size; k++) {
      if (entries.get(k) < bound) {
        entries.put(k, 0);
      }
    }
  }

  /** Copies by square blocks: whole columns would miss the cache at every entry. */
  private void mirrorLowerTriangle() {
    final int block = 32;
    FloatIndexer entries =
        FloatIndexer.create(values, new long[] {rows, rows}, new long[] {rows, 1});
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
