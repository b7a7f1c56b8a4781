/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.affinity;

import io.github.subspark.linalg.DoubleMatrix;
import java.util.Arrays;

/**
 * Sparse self-expression by orthogonal matching pursuit (You, Robinson and Vidal, 'Scalable sparse
 * subspace clustering by orthogonal matching pursuit', CVPR 2016): each image, scaled to unit
 * length, is expressed by at most {@value #MOST} others, chosen one by one as the one most like
 * what is left, with least squares over those chosen after each.
 */
public final class MatchingPursuit {
  /** As the authors' code. */
  private static final int MOST = 10;

  /** Length of the residual that ends the search. */
  private static final double ENOUGH = 1e-6;

  private final double[] gram;
  private final int n;

  private MatchingPursuit(double[] gram, int n) {
    this.gram = gram;
    this.n = n;
  }

  /**
   * The coefficients; column j holds those of image j.
   *
   * @param x n x d, row-major
   * @return n x n, row-major, zero diagonal
   */
  public static float[] coefficients(float[] x, int n) {
    double[] gram = new double[Math.multiplyExact(n, n)];
    try (DoubleMatrix rows = DoubleMatrix.of(ClosedForm.unitRows(x, n), n, x.length / n);
        DoubleMatrix products = DoubleMatrix.allocate(n, n)) {
      rows.gram(products);
      products.read(gram);
    }
    float[] c = new float[gram.length];
    MatchingPursuit pursuit = new MatchingPursuit(gram, n);
    for (int j = 0; j < n; j++) {
      pursuit.express(j, c);
    }
    return c;
  }

  private void express(int j, float[] c) {
    int[] chosen = new int[0];
    double[] weights = new double[0];
    double[] likeness = Arrays.copyOfRange(gram, j * n, (j + 1) * n);
    while (chosen.length < Math.min(MOST, n - 1)) {
      int next = mostAlike(likeness, j, chosen);
      chosen = Arrays.copyOf(chosen, chosen.length + 1);
      chosen[chosen.length - 1] = next;
      weights = leastSquares(j, chosen);
      double left = gram[j * n + j];
      System.arraycopy(gram, j * n, likeness, 0, n);
      for (int k = 0; k < chosen.length; k++) {
        left -= weights[k] * gram[j * n + chosen[k]];
        for (int i = 0; i < n; i++) {
          likeness[i] -= weights[k] * gram[chosen[k] * n + i];
        }
      }
      if (left <= ENOUGH * ENOUGH) {
        break;
      }
    }
    for (int k = 0; k < chosen.length; k++) {
      c[chosen[k] * n + j] = (float) weights[k];
    }
  }

  private int mostAlike(double[] likeness, int j, int[] chosen) {
    int best = -1;
    for (int i = 0; i < n; i++) {
      int candidate = i;
      boolean free = i != j && Arrays.stream(chosen).noneMatch(other -> other == candidate);
      if (free && (best < 0 || Math.abs(likeness[i]) > Math.abs(likeness[best]))) {
        best = i;
      }
    }
    return best;
  }

  /** By Cholesky's factor; images that depend on those before get no weight. */
  private double[] leastSquares(int j, int[] chosen) {
    int m = chosen.length;
    double[][] factor = new double[m][m];
    double[] solution = new double[m];
    for (int row = 0; row < m; row++) {
      for (int column = 0; column <= row; column++) {
        double value = gram[chosen[row] * n + chosen[column]];
        for (int k = 0; k < column; k++) {
          value -= factor[row][k] * factor[column][k];
        }
        factor[row][column] =
            row == column ? Math.sqrt(Math.max(value, 0)) : over(value, factor[column][column]);
      }
      double value = gram[j * n + chosen[row]];
      for (int k = 0; k < row; k++) {
        value -= factor[row][k] * solution[k];
      }
      solution[row] = over(value, factor[row][row]);
    }
    for (int row = m - 1; row >= 0; row--) {
      for (int k = row + 1; k < m; k++) {
        solution[row] -= factor[k][row] * solution[k];
      }
      solution[row] = over(solution[row], factor[row][row]);
    }
    return solution;
  }

  private static double over(double value, double pivot) {
    return pivot > 1e-9 ? value / pivot : 0;
  }
}
