/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import io.github.subspark.linalg.EigenPairs;
import io.github.subspark.linalg.SymmetricEigen;

/**
 * The K algebraically largest eigenvectors of a normalised affinity: computed once, used by {@link
 * ClustererKind#NJW} and {@link ClustererKind#DISCRETIZE} alike.
 *
 * @param vectors n x K, row-major, columns orthonormal, largest eigenvalue first
 * @param values the K largest eigenvalues, descending, and the next one where n > K
 * @param n number of images
 * @param clusters K
 */
public record SpectralEmbedding(double[] vectors, double[] values, int n, int clusters) {
  /**
   * Decomposes a normalised affinity.
   *
   * @param clusters K, from 1 to the number of images
   */
  public static SpectralEmbedding of(NormalizedAffinity affinity, int clusters) {
    int n = affinity.n();
    if (clusters < 1 || clusters > n) {
      throw new IllegalArgumentException(
          "Cannot form %d clusters of %d images".formatted(clusters, n));
    }
    EigenPairs pairs;
    try (SymmetricEigen eigen = SymmetricEigen.of(affinity.values(), n)) {
      pairs = eigen.largest(Math.min(clusters + 1, n));
    }
    double[] vectors = new double[n * clusters];
    for (int i = 0; i < n; i++) {
      System.arraycopy(pairs.vectors(), i * pairs.count(), vectors, i * clusters, clusters);
    }
    return new SpectralEmbedding(vectors, pairs.values(), n, clusters);
  }

  /**
   * The relative eigengap at K, (lambda_K - lambda_K+1) / lambda_K: large where the affinity has K
   * clusters, 0 where it falls into more than K components. It needs no labels. NaN where there is
   * no eigenvalue K + 1 or lambda_K is not above 0.
   */
  public double eigengap() {
    if (values.length == clusters || values[clusters - 1] <= 0) {
      return Double.NaN;
    }
    return (values[clusters - 1] - values[clusters]) / values[clusters - 1];
  }

  /** The embedded images, n x K, scaled to unit length (step 4 of Ng, Jordan and Weiss 2001). */
  double[] unitRows() {
    return UnitRows.of(vectors.clone(), clusters);
  }
}
