/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KMeansTest {
  @Test
  void findsTheBestPartitionOfALine() {
    // {0, 1}, {10, 11, 12}, {20}: inertia .5 + 2 + 0, the least of all partitions into three.
    double[] points = {0, 10, 20, 1, 11, 12};
    try (KMeans means = new KMeans(points, 6, 1, 3)) {
      KMeans.Run run = means.best(5, 1);
      assertThat(Blocks.canonical(run.clusters())).containsExactly(0, 1, 2, 0, 1, 1);
      assertThat(run.inertia()).isCloseTo(2.5, within(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void endsWhereEveryPointIsNearestItsOwnMean(long seed) {
    int n = 300;
    int clusters = 7;
    double[] points = new Random(seed).doubles(n * 2L).toArray();
    int[] assigned;
    try (KMeans means = new KMeans(points, n, 2, clusters)) {
      assigned = means.best(1, seed).clusters();
    }
    double[] centres = new double[clusters * 2];
    int[] sizes = new int[clusters];
    for (int i = 0; i < n; i++) {
      sizes[assigned[i]]++;
      centres[assigned[i] * 2] += points[i * 2];
      centres[assigned[i] * 2 + 1] += points[i * 2 + 1];
    }
    for (int i = 0; i < n; i++) {
      double own = distance(points, i, centres, sizes, assigned[i]);
      for (int k = 0; k < clusters; k++) {
        assertThat(own)
            .as("seed %d, point %d, centre %d", seed, i, k)
            .isLessThanOrEqualTo(distance(points, i, centres, sizes, k) + 1e-12);
      }
    }
  }

  @Test
  void moreRestartsAreNeverWorse() {
    double[] points = new Random(3).doubles(400).toArray();
    try (KMeans means = new KMeans(points, 200, 2, 12)) {
      assertThat(means.best(20, 7).inertia()).isLessThan(means.best(1, 7).inertia());
    }
  }

  @Test
  void fillsAllClustersThoughPointsCoincide() {
    double[] points = {1, 1, 1, 1, 2};
    try (KMeans means = new KMeans(points, 5, 1, 4)) {
      assertThat(IntStream.of(means.best(2, 1).clusters()).distinct().count()).isEqualTo(4);
    }
  }

  private static double distance(double[] points, int i, double[] sums, int[] sizes, int k) {
    double x = points[i * 2] - sums[k * 2] / sizes[k];
    double y = points[i * 2 + 1] - sums[k * 2 + 1] / sizes[k];
    return x * x + y * y;
  }
}
