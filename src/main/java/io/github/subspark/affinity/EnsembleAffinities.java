/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.affinity;

import io.github.subspark.InvalidInputException;
import io.github.subspark.linalg.EigenPairs;
import io.github.subspark.linalg.FloatMatrix;
import io.github.subspark.linalg.FloatSymmetricEigen;
import java.util.Arrays;
import java.util.List;

/**
 * A fixed grid of 16 affinities of one C, none of which need be the right one: no constant of
 * DSC-Net's post-processing suits every set of images, but clusterings under all of them can be
 * averaged (evidence accumulation, Fred and Jain 2005).
 *
 * <ol>
 *   <li>B: the 6, 9, 12 largest abs(c) of each column without the diagonal, or those that carry 4 %
 *       of the column's sum, diagonal included.
 *   <li>M = (B + B^T) / 2 + I, signed, or I + D^-1/2 W D^-1/2 with W = (abs(B) + abs(B^T)) / 2
 *       without diagonal.
 *   <li>Rank r = floor(N/6) + 1, or round(sqrt(2N/K)) K + 1 (half to even), at most N - 1: the r
 *       algebraically largest eigenpairs of M, U = V sqrt(max(lambda, 0)), rows of unit length.
 *   <li>A = max(U U^T, 0)^8 without diagonal.
 * </ol>
 *
 * <p>In single precision; at most three N x N floats are held beside C, and the eigenvectors.
 */
public final class EnsembleAffinities {
  /** How many there are. */
  public static final int COUNT = 16;

  /**
   * Smaller similarities become 0: their powers, 1e-24 and less, would end in denormal numbers,
   * which some processors compute many times slower.
   */
  private static final float NEGLIGIBLE = 1e-3f;

  private final float[] c;
  private final int n;
  private final int clusters;

  private EnsembleAffinities(float[] c, int n, int clusters) {
    this.c = c;
    this.n = n;
    this.clusters = clusters;
  }

  /** Takes one affinity. */
  @FunctionalInterface
  public interface Taker {
    /**
     * Takes it.
     *
     * @param affinity n x n, row-major, symmetric, zero diagonal, entries in [0, 1]; used for the
     *     next one as soon as this returns
     * @param recipe how it was made
     * @param times how many of the 16 are this one: 2 where both ranks are the same
     */
    void take(float[] affinity, Recipe recipe, int times);
  }

  /**
   * How an affinity was made.
   *
   * @param support q6, q9, q12 or share
   * @param matrix unit or normalized
   * @param rank r
   * @param eigenvalues the r largest of M, descending
   */
  public record Recipe(String support, String matrix, int rank, double[] eigenvalues) {}

  /**
   * Forms the affinities one after another.
   *
   * @param c coefficients, n x n, row-major, columns as in DSC-Net; left as they are
   * @param n number of images, at least 2
   * @param clusters K
   * @throws InvalidInputException if a coefficient is not finite: the training diverged
   */
  public static void form(float[] c, int n, int clusters, Taker taker) {
    Affinities.check(c, n, clusters);
    new EnsembleAffinities(c, n, clusters).form(taker);
  }

  private void form(Taker taker) {
    List<Integer> ranks = List.of(broad(n), perCluster(n, clusters));
    float[] buffer = new float[c.length];
    try (FloatMatrix matrix = FloatMatrix.allocate(n, n)) {
      for (Support support : Support.of(c, n)) {
        support.unit(buffer);
        form(matrix, buffer, support.name(), "unit", ranks, taker);
        support.normalized(buffer);
        form(matrix, buffer, support.name(), "normalized", ranks, taker);
      }
    }
  }

  /** The larger of the two ranks: how many columns the widest matrix of eigenvectors has. */
  public static int largestRank(int n, int clusters) {
    return Math.max(broad(n), perCluster(n, clusters));
  }

  private static int broad(int n) {
    return Math.min(n / 6 + 1, n - 1);
  }

  private static int perCluster(int n, int clusters) {
    return (int) Math.min((long) Math.rint(Math.sqrt(2.0 * n / clusters)) * clusters + 1, n - 1);
  }

  /** Both ranks from one decomposition; {@code buffer} holds M and takes the affinities. */
  private void form(
      FloatMatrix matrix,
      float[] buffer,
      String support,
      String name,
      List<Integer> ranks,
      Taker taker) {
    matrix.set(buffer);
    int most = Math.max(ranks.get(0), ranks.get(1));
    EigenPairs pairs = FloatSymmetricEigen.largest(matrix, most);
    for (int rank : ranks.stream().distinct().toList()) {
      try (FloatMatrix rows = FloatMatrix.of(unitRows(pairs, rank), n, rank)) {
        rows.gram(matrix);
      }
      matrix.read(buffer);
      sharpen(buffer);
      double[] values = Arrays.copyOf(pairs.values(), rank);
      int times = (int) ranks.stream().filter(other -> other == rank).count();
      taker.take(buffer, new Recipe(support, name, rank, values), times);
    }
  }

  /** U of the first pairs, n x rank. */
  private float[] unitRows(EigenPairs pairs, int rank) {
    double[] roots = new double[rank];
    for (int k = 0; k < rank; k++) {
      roots[k] = Math.sqrt(Math.max(pairs.values()[k], 0));
    }
    float[] rows = new float[n * rank];
    double[] row = new double[rank];
    for (int i = 0; i < n; i++) {
      double squares = 0;
      for (int k = 0; k < rank; k++) {
        row[k] = pairs.vectors()[i * pairs.count() + k] * roots[k];
        squares += row[k] * row[k];
      }
      double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
      for (int k = 0; k < rank; k++) {
        rows[i * rank + k] = (float) (row[k] * scale);
      }
    }
    return rows;
  }

  /** To the eighth power, by three squarings; rounding may leave similarities a little above 1. */
  private void sharpen(float[] similarities) {
    for (int k = 0; k < similarities.length; k++) {
      float similarity = similarities[k] < NEGLIGIBLE ? 0 : Math.min(similarities[k], 1);
      float square = similarity * similarity;
      float fourth = square * square;
      similarities[k] = fourth * fourth;
    }
    for (int i = 0; i < n; i++) {
      similarities[i * n + i] = 0;
    }
  }
}
