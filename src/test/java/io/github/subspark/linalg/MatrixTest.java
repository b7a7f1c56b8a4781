/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products against three plain loops. */
class MatrixTest {
  @ParameterizedTest
  @CsvSource({"1,1,1", "3,5,2", "17,33,65", "70,40,31"})
  void productEqualsNaive(int rows, int inner, int columns) {
    double[] a = random(rows * inner, 1);
    double[] b = random(inner * columns, 2);
    for (Form formA : Form.values()) {
      for (Form formB : Form.values()) {
        try (DoubleMatrix left = stored(a, rows, inner, formA);
            DoubleMatrix right = stored(b, inner, columns, formB);
            DoubleMatrix out = DoubleMatrix.allocate(rows, columns);
            FloatMatrix floatLeft = single(left);
            FloatMatrix floatRight = single(right);
            FloatMatrix floatOut = FloatMatrix.allocate(rows, columns)) {
          DoubleMatrix.multiply(left, formA, right, formB, out);
          FloatMatrix.multiply(floatLeft, formA, floatRight, formB, floatOut);
          double[] naive = naive(a, b, rows, inner, columns);
          assertThat(out.toArray()).as("%s %s", formA, formB).containsExactly(naive, within(1e-13));
          assertThat(widened(floatOut.toArray())).containsExactly(naive, within(2e-5));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "5,3", "33,7", "70,90"})
  void gramIsBothTrianglesOfTheProduct(int rows, int columns) {
    double[] a = random(rows * columns, 3);
    double[] transposed = transposed(a, rows, columns);
    double[] naive = naive(a, transposed, rows, columns, rows);
    try (DoubleMatrix matrix = DoubleMatrix.of(a, rows, columns);
        DoubleMatrix out = DoubleMatrix.allocate(rows, rows);
        FloatMatrix floats = single(matrix);
        FloatMatrix floatOut = FloatMatrix.allocate(rows, rows)) {
      matrix.gram(out);
      floats.gram(floatOut);
      assertThat(out.toArray()).containsExactly(naive, within(1e-12));
      assertThat(widened(floatOut.toArray())).containsExactly(naive, within(1e-4));
    }
  }

  @ParameterizedTest
  @CsvSource({"2,3,3", "4,4,1"})
  void refusesShapesThatDoNotFit(int inner, int rowsOut, int columnsOut) {
    try (DoubleMatrix a = DoubleMatrix.of(new double[6], 2, 3);
        DoubleMatrix b = DoubleMatrix.allocate(inner, 3);
        DoubleMatrix out = DoubleMatrix.allocate(rowsOut, columnsOut)) {
      assertThatThrownBy(() -> DoubleMatrix.multiply(a, Form.PLAIN, b, Form.PLAIN, out))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Cannot multiply 2 x 3 by %d x 3 into %d x %d", inner, rowsOut, columnsOut);
    }
  }

  private static DoubleMatrix stored(double[] values, int rows, int columns, Form form) {
    return form == Form.PLAIN
        ? DoubleMatrix.of(values, rows, columns)
        : DoubleMatrix.of(transposed(values, rows, columns), columns, rows);
  }

  private static FloatMatrix single(DoubleMatrix matrix) {
    double[] values = matrix.toArray();
    float[] floats = new float[values.length];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = (float) values[k];
    }
    return FloatMatrix.of(floats, matrix.rows(), matrix.columns());
  }

  private static double[] widened(float[] values) {
    double[] doubles = new double[values.length];
    for (int k = 0; k < doubles.length; k++) {
      doubles[k] = values[k];
    }
    return doubles;
  }

  private static double[] naive(double[] a, double[] b, int rows, int inner, int columns) {
    double[] out = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        for (int k = 0; k < inner; k++) {
          out[i * columns + j] += a[i * inner + k] * b[k * columns + j];
        }
      }
    }
    return out;
  }

  private static double[] transposed(double[] a, int rows, int columns) {
    double[] out = new double[a.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        out[j * rows + i] = a[i * columns + j];
      }
    }
    return out;
  }

  private static double[] random(int size, long seed) {
    return new Random(seed).doubles(size, -1, 1).toArray();
  }
}
