/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import java.time.Duration;
import java.util.List;

/**
 * The clusterers of one affinity that run on one machine: all but {@link ClustererKind#PIC}. It is
 * normalised and decomposed once for all of them.
 */
public final class LocalClusterers {
  private final NormalizedAffinity affinity;
  private final SpectralEmbedding embedding;
  private final Duration decomposition;
  private final ClusteringSpec spec;

  private LocalClusterers(double[] values, int n, int clusters, ClusteringSpec spec) {
    long start = System.nanoTime();
    this.affinity = NormalizedAffinity.of(values, n);
    this.embedding = SpectralEmbedding.of(affinity, clusters);
    this.decomposition = Duration.ofNanos(System.nanoTime() - start);
    this.spec = spec;
  }

  /**
   * Clusters one affinity by each local clusterer of the specification, in its order.
   *
   * @param affinity n x n, row-major, symmetric, entries at least 0; the diagonal is taken as 0
   * @param clusters K, from 1 to n
   * @param seed of the k-means starts, of the Gaussian columns and of the discretisation's first
   *     image; the result is the same for the same seed
   * @throws IllegalArgumentException if the affinity is not what it must be
   */
  public static List<Partition> cluster(
      double[] affinity, int n, int clusters, ClusteringSpec spec, long seed) {
    List<ClustererKind> local =
        spec.clusterers().stream()
            .filter(kind -> kind != ClustererKind.PIC && kind.ofAnAffinity())
            .toList();
    if (local.isEmpty()) {
      return List.of();
    }
    LocalClusterers clusterers = new LocalClusterers(affinity, n, clusters, spec);
    return local.stream().map(kind -> clusterers.partition(kind, seed)).toList();
  }

  private Partition partition(ClustererKind kind, long seed) {
    long start = System.nanoTime();
    int[] clusters =
        switch (kind) {
          case NJW -> nearestMeans(embedding.unitRows(), embedding.clusters(), seed);
          case DISCRETIZE -> new Discretization(embedding).cluster(seed);
          case POWER ->
              nearestMeans(
                  new PowerEmbedding(spec.power()).of(affinity, seed),
                  spec.power().columns(),
                  seed);
          case PIC, ENSEMBLE, ENSEMBLE_CLOSED_FORM, ENSEMBLE_WEIGHTED ->
              throw new IllegalArgumentException("Cannot run " + kind.text() + " of one affinity");
        };
    Duration own = Duration.ofNanos(System.nanoTime() - start);
    return new Partition(
        kind,
        clusters,
        embedding.eigengap(),
        kind == ClustererKind.POWER ? own : own.plus(decomposition));
  }

  private int[] nearestMeans(double[] rows, int dimension, long seed) {
    try (KMeans means = new KMeans(rows, embedding.n(), dimension, embedding.clusters())) {
      return means.best(spec.restarts(), seed).clusters();
    }
  }
}
