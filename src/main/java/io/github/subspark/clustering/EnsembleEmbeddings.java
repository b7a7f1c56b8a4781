/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import io.github.subspark.linalg.EigenPairs;
import io.github.subspark.linalg.FloatMatrix;
import io.github.subspark.linalg.FloatSymmetricEigen;

/**
 * Five embeddings of one affinity, from the m = min(3K, N - 1) largest eigenpairs of S = D^-1/2 A
 * D^-1/2: the K leading eigenvectors, and all m of them times max(lambda, 0)^T for T = 4, 16, 64,
 * 256 (T steps of diffusion); rows of unit length.
 *
 * @param pairs the m eigenpairs
 * @param clusters K
 */
record EnsembleEmbeddings(EigenPairs pairs, int clusters) {
  /** Steps of diffusion; none: the K leading eigenvectors alone. */
  private static final int[] STEPS = {0, 4, 16, 64, 256};

  /** How many there are. */
  static int count() {
    return STEPS.length;
  }

  /**
   * Decomposes an affinity.
   *
   * @param affinity n x n, row-major, symmetric, at least 0, zero diagonal; becomes S
   * @param space n x n, overwritten
   */
  static EnsembleEmbeddings of(float[] affinity, int n, int clusters, FloatMatrix space) {
    normalize(affinity, n);
    space.set(affinity);
    int m = Math.max(clusters, Math.min(3 * clusters, n - 1));
    return new EnsembleEmbeddings(FloatSymmetricEigen.largest(space, m), clusters);
  }

  private static void normalize(float[] affinity, int n) {
    double[] degrees = new double[n];
    for (int i = 0; i < n; i++) {
      double degree = 0;
      for (int j = 0; j < n; j++) {
        degree += affinity[i * n + j];
      }
      degrees[i] = degree;
    }
    float[] scale = NormalizedAffinity.scale(degrees);
    for (int i = 0; i < n; i++) {
      float own = scale[i];
      for (int j = 0; j < n; j++) {
        affinity[i * n + j] *= own * scale[j];
      }
    }
  }

  /** Coordinates of one embedding. */
  int dimension(int which) {
    return STEPS[which] == 0 ? clusters : pairs.count();
  }

  /** One embedding, n x dimension, row-major; rows of isolated images are zero. */
  double[] rows(int which) {
    int dimension = dimension(which);
    double[] rows = new double[pairs.n() * dimension];
    double[] weights = new double[dimension];
    for (int k = 0; k < dimension; k++) {
      weights[k] = Math.pow(Math.max(pairs.values()[k], 0), STEPS[which]);
    }
    for (int i = 0; i < pairs.n(); i++) {
      for (int k = 0; k < dimension; k++) {
        rows[i * dimension + k] = pairs.vectors()[i * pairs.count() + k] * weights[k];
      }
    }
    return UnitRows.of(rows, dimension);
  }
}
