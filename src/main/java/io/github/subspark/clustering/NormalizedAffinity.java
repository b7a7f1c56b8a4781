/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * S = D^-1/2 A D^-1/2 of an affinity A whose diagonal is first set to zero; D holds the row sums
 * after that (steps 1 and 2 of Ng, Jordan and Weiss 2001). The eigenvalues of S lie in [-1, 1]; 1
 * occurs once for each connected component of images that are not isolated.
 *
 * <p>An image is isolated if its row sum is below {@value #LEAST_DEGREE} of the largest, which then
 * stands for it. An eigenvector's entry grows with the root of the degree, so that for such an
 * image it could not be told from rounding; and a high power turns rounding errors into weights
 * like 1e-100, which shall not join images. The row and column of S are zero or nearly so, and so
 * is the row of an embedding where the K largest eigenvalues are well above 0.
 *
 * @param values n x n, row-major, symmetric
 * @param n number of images
 * @param isolated number of isolated images
 */
public record NormalizedAffinity(double[] values, int n, int isolated) {
  private static final double LEAST_DEGREE = 1e-20;

  /**
   * Normalises a copy of an affinity.
   *
   * @param affinity n x n, row-major, symmetric, entries finite and at least 0 off the diagonal
   * @throws IllegalArgumentException if an entry is negative or not finite
   */
  public static NormalizedAffinity of(double[] affinity, int n) {
    if (n < 1 || affinity.length != (long) n * n) {
      throw new IllegalArgumentException(
          "Cannot normalise %d values as an affinity of %d images".formatted(affinity.length, n));
    }
    double[] degrees = IntStream.range(0, n).mapToDouble(i -> degree(affinity, n, i)).toArray();
    double largest = Arrays.stream(degrees).max().orElseThrow();
    double least = largest > 0 ? LEAST_DEGREE * largest : 1;
    double[] scale =
        Arrays.stream(degrees).map(degree -> 1 / Math.sqrt(Math.max(degree, least))).toArray();
    int isolated = (int) Arrays.stream(degrees).filter(degree -> degree < least).count();
    double[] values = new double[affinity.length];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        values[i * n + j] = i == j ? 0 : scale[i] * scale[j] * affinity[i * n + j];
      }
    }
    return new NormalizedAffinity(values, n, isolated);
  }

  /** D^-1/2 in single precision; of isolated images as if they had the least degree that counts. */
  static float[] scale(double[] degrees) {
    double largest = Arrays.stream(degrees).max().orElseThrow();
    double least = largest > 0 ? LEAST_DEGREE * largest : 1;
    float[] scale = new float[degrees.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = (float) (1 / Math.sqrt(Math.max(degrees[i], least)));
    }
    return scale;
  }

  private static double degree(double[] affinity, int n, int i) {
    double degree = 0;
    for (int j = 0; j < n; j++) {
      double weight = i == j ? 0 : affinity[i * n + j];
      if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Cannot cluster an affinity with %s between images %d and %d: must be finite, at least 0"
                .formatted(weight, i, j));
      }
      degree += weight;
    }
    return degree;
  }
}
