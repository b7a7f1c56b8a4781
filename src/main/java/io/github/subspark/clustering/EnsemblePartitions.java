/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import io.github.subspark.Seeds;
import io.github.subspark.affinity.EnsembleAffinities;
import io.github.subspark.linalg.FloatMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The 80 partitions of one C: of each of its {@link EnsembleAffinities} by k-means of five {@link
 * EnsembleEmbeddings}.
 */
public final class EnsemblePartitions {
  private static final int RESTARTS = 2;

  private EnsemblePartitions() {}

  /** How many partitions one C gives. */
  public static int count() {
    return EnsembleAffinities.COUNT * EnsembleEmbeddings.count();
  }

  /**
   * Clusters one C under every setting.
   *
   * @param c coefficients, n x n, row-major; left as they are
   * @param n number of images
   * @param clusters K, from 2 to n
   * @param seed of the k-means starts
   * @return clusters of the n images, 0 to K - 1, {@link #count} times
   */
  public static List<int[]> of(float[] c, int n, int clusters, long seed) {
    List<int[]> partitions = new ArrayList<>();
    try (FloatMatrix space = FloatMatrix.allocate(n, n)) {
      EnsembleAffinities.form(
          c,
          n,
          clusters,
          (affinity, recipe, times) -> {
            EnsembleEmbeddings embeddings = EnsembleEmbeddings.of(affinity, n, clusters, space);
            for (int which = 0; which < EnsembleEmbeddings.count(); which++) {
              int dimension = embeddings.dimension(which);
              try (KMeans means = new KMeans(embeddings.rows(which), n, dimension, clusters)) {
                for (int time = 0; time < times; time++) {
                  long own = Seeds.derive(seed, "ensemble", partitions.size());
                  partitions.add(means.best(RESTARTS, own).clusters());
                }
              }
            }
          });
    }
    return partitions;
  }
}
