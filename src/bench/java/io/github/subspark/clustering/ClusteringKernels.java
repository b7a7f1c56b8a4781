/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import io.github.subspark.affinity.Affinities;
import io.github.subspark.affinity.AffinityKind;
import io.github.subspark.affinity.DscSpec;
import io.github.subspark.linalg.BlasThreads;
import io.github.subspark.linalg.EigenPairs;
import io.github.subspark.linalg.SymmetricEigen;
import io.github.subspark.scores.Scores;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What comes after C: 1440 images of 20 clusters in noise, one BLAS thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ClusteringKernels {
  private static final int N = 1440;
  private static final int CLUSTERS = 20;
  private static final DscSpec DSC = new DscSpec(0.04, 12, 8, true);

  private float[] coefficients;
  private double[] affinity;
  private double[] embedding;
  private int[] labels;
  private int[] clusters;

  /** Draws C: strong within a cluster, weak beyond. */
  @Setup
  public void draw() {
    BlasThreads.set(1);
    Random random = new Random(1);
    coefficients = new float[N * N];
    labels = new int[N];
    clusters = new int[N];
    for (int i = 0; i < N; i++) {
      labels[i] = i % CLUSTERS;
      clusters[i] = random.nextInt(10) == 0 ? random.nextInt(CLUSTERS) : labels[i];
      for (int j = 0; j < N; j++) {
        double strength = j % CLUSTERS == labels[i] ? 1 : 0.05;
        coefficients[i * N + j] = (float) (strength * random.nextGaussian());
      }
    }
    affinity = affinity();
    embedding = SpectralEmbedding.of(NormalizedAffinity.of(affinity, N), CLUSTERS).unitRows();
  }

  /** DSC-Net's post-processing. */
  @Benchmark
  public double[] affinity() {
    return Affinities.of(AffinityKind.DSC, coefficients, N, CLUSTERS, DSC);
  }

  /** The leading eigenvectors of an affinity. */
  @Benchmark
  public EigenPairs eigenvectors() {
    try (SymmetricEigen eigen = SymmetricEigen.of(affinity.clone(), N)) {
      return eigen.largest(CLUSTERS);
    }
  }

  /** K-means of the eigenvectors' rows, 20 restarts. */
  @Benchmark
  public int[] kMeans() {
    try (KMeans means = new KMeans(embedding, N, CLUSTERS, CLUSTERS)) {
      return means.best(20, 1).clusters();
    }
  }

  /** Scores, of which the matching of clusters and labels takes the most. */
  @Benchmark
  public Scores matching() {
    return Scores.of(clusters, labels);
  }
}
