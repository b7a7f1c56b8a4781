/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.affinity;

import io.github.subspark.linalg.DoubleMatrix;
import io.github.subspark.linalg.EigenPairs;
import io.github.subspark.linalg.SymmetricEigen;
import java.util.Arrays;

/**
 * DSC-Net's post-processing (functions thrC and post_proC of the code published with Ji et al.,
 * NIPS 2017):
 *
 * <ol>
 *   <li>of each column, the largest abs(c) up to and including the one that carries their sum past
 *       the threshold's share of the column's, signs kept, diagonal included;
 *   <li>B = (C + C^T) / 2, the diagonal replaced by 1 where the specification says so;
 *   <li>the r = min(dK + 1, n - 1) leading singular vectors U and values s of B, rows of U sqrt(s)
 *       scaled to unit length; an image whose row of B is zero keeps a row of zeros, and so no
 *       edges;
 *   <li>their similarities U U^T, negative ones set to 0, to the power, divided by the largest.
 * </ol>
 *
 * <p>B is symmetric, so its singular values are its eigenvalues' magnitudes; U U^T takes no notice
 * of the columns' signs, in which singular vectors and eigenvectors may differ.
 *
 * <p>Where all singular vectors of a connected component of B come after the r-th, its rows of U
 * are rounding errors of LAPACK. They are scaled to unit length like any other, as the published
 * code does, so that the edges of such images depend on the BLAS kernel.
 */
final class DscAffinity {
  private final DscSpec spec;
  private final int clusters;

  DscAffinity(DscSpec spec, int clusters) {
    this.spec = spec;
    this.clusters = clusters;
  }

  /** The affinity of coefficients c, n x n, row-major. */
  double[] of(float[] c, int n) {
    int rank = (int) Math.min((long) spec.dimension() * clusters + 1, n - 1L);
    double[] b = symmetricPart(c, n);
    double[] rows = unitRows(b, leadingVectors(b, n, rank), n, rank);
    double[] affinity = new double[c.length];
    try (DoubleMatrix u = DoubleMatrix.of(rows, n, rank);
        DoubleMatrix similarities = DoubleMatrix.allocate(n, n)) {
      u.gram(similarities);
      similarities.read(affinity);
    }
    sharpen(affinity, n);
    return affinity;
  }

  private double[] symmetricPart(float[] c, int n) {
    double[] b = new double[c.length];
    float[] column = new float[n];
    long[] order = new long[n];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        column[i] = c[i * n + j];
      }
      Magnitudes.sort(column, order);
      for (int kept = Magnitudes.carrying(column, order, spec.threshold()); kept > 0; kept--) {
        int i = Magnitudes.index(order[n - kept]);
        b[i * n + j] += column[i] / 2.0;
        b[j * n + i] += column[i] / 2.0;
      }
    }
    if (spec.unitDiagonal()) {
      for (int i = 0; i < n; i++) {
        b[i * n + i] = 1;
      }
    }
    return b;
  }

  /** U sqrt(s), n x rank, row-major. */
  private static double[] leadingVectors(double[] b, int n, int rank) {
    EigenPairs pairs;
    try (SymmetricEigen eigen = SymmetricEigen.of(b, n)) {
      pairs = eigen.largestInMagnitude(rank);
    }
    double[] scaled = pairs.vectors();
    double[] roots =
        Arrays.stream(pairs.values()).map(value -> Math.sqrt(Math.abs(value))).toArray();
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] *= roots[k % rank];
    }
    return scaled;
  }

  private static double[] unitRows(double[] b, double[] rows, int n, int rank) {
    for (int i = 0; i < n; i++) {
      boolean connected = Arrays.stream(b, i * n, (i + 1) * n).anyMatch(entry -> entry != 0);
      double squares =
          Arrays.stream(rows, i * rank, (i + 1) * rank).map(entry -> entry * entry).sum();
      double scale = connected && squares > 0 ? 1 / Math.sqrt(squares) : 0;
      for (int k = i * rank; k < (i + 1) * rank; k++) {
        rows[k] *= scale;
      }
    }
    return rows;
  }

  /** Step 4 after the product, in place, one triangle mirrored into the other. */
  private void sharpen(double[] affinity, int n) {
    double largest = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double similarity = affinity[i * n + j];
        double weight = similarity > 0 ? Math.pow(similarity, spec.power()) : 0;
        affinity[i * n + j] = weight;
        largest = Math.max(largest, weight);
      }
    }
    double scale = largest > 0 ? 1 / largest : 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double weight = affinity[i * n + j] * scale;
        affinity[i * n + j] = weight;
        affinity[j * n + i] = weight;
      }
    }
  }
}
