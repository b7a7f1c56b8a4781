/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.affinity;

import io.github.subspark.InvalidInputException;

/**
 * Coefficients to affinity. Every affinity is n x n, row-major, symmetric, without negative
 * entries; its diagonal is whatever the recipe leaves there, and clusterers set it to zero.
 */
public final class Affinities {
  private Affinities() {}

  /**
   * Forms one affinity.
   *
   * @param kind which recipe
   * @param c coefficients, n x n, row-major: image i is written with coefficients c[i n + j] of the
   *     others; left as they are
   * @param n number of images, at least 2
   * @param clusters K, at least 1; {@link AffinityKind#DSC} alone looks at it
   * @param dsc constants of {@link AffinityKind#DSC}
   * @throws InvalidInputException if a coefficient is not finite: the training diverged
   */
  public static double[] of(AffinityKind kind, float[] c, int n, int clusters, DscSpec dsc) {
    check(c, n, clusters);
    return switch (kind) {
      case PLAIN -> plain(c, n);
      case DSC -> new DscAffinity(dsc, clusters).of(c, n);
    };
  }

  /** abs(C) + abs(C^T); in double, since the sum of two floats need not be one. */
  private static double[] plain(float[] c, int n) {
    double[] affinity = new double[c.length];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double weight = Math.abs((double) c[i * n + j]) + Math.abs((double) c[j * n + i]);
        affinity[i * n + j] = weight;
        affinity[j * n + i] = weight;
      }
    }
    return affinity;
  }

  static void check(float[] c, int n, int clusters) {
    if (n < 2 || clusters < 1 || c.length != (long) n * n) {
      throw new IllegalArgumentException(
          "Cannot form an affinity of %d images in %d clusters from %d coefficients"
              .formatted(n, clusters, c.length));
    }
    for (int k = 0; k < c.length; k++) {
      if (!Float.isFinite(c[k])) {
        throw new InvalidInputException(
            ("Cannot form an affinity: coefficient %d of image %d is %s."
                    + " The training diverged; lower its learning rate or train fewer epochs.")
                .formatted(k % n, k / n, c[k]));
      }
    }
  }
}
