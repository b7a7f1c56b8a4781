/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import java.util.Arrays;
import java.util.List;

/**
 * How often partitions put two images together (evidence accumulation, Fred and Jain 2005): M_ij is
 * the share of partitions that give i and j the same cluster, each with its weight. Partitions of
 * several C may be added, which averages their M. Holds N x N floats. Not safe for several threads.
 */
public final class CoAssociation {
  /** Joins what no partition joins, so that no image is isolated. */
  private static final double FLOOR = 1e-9;

  private static final int RESTARTS = 20;

  private final int n;
  private final float[] together;
  private double weight;

  /** Sum of M over all pairs i, j, each way and with itself, not divided by the weight. */
  private double sum;

  /** Of no partitions yet. */
  public CoAssociation(int n) {
    this.n = n;
    this.together = new float[Math.multiplyExact(n, n)];
  }

  /** Of partitions of n images. */
  public static CoAssociation of(List<int[]> partitions, int n) {
    CoAssociation association = new CoAssociation(n);
    partitions.forEach(association::add);
    return association;
  }

  /** Counts one more partition, cluster of each image from 0; its work is that of the pairs. */
  public void add(int[] clusters) {
    add(clusters, 1);
  }

  /** Counts one more partition with a weight, above 0. */
  public void add(int[] clusters, float share) {
    int[][] members = members(clusters);
    for (int i = 0; i < n; i++) {
      for (int j : members[clusters[i]]) {
        together[i * n + j] += share;
      }
      sum += (double) share * members[clusters[i]].length;
    }
    weight += share;
  }

  /** The images of each cluster, in ascending order. */
  private int[][] members(int[] clusters) {
    int[] sizes = new int[Arrays.stream(clusters).max().orElse(-1) + 1];
    for (int cluster : clusters) {
      sizes[cluster]++;
    }
    int[][] members = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
    for (int i = n - 1; i >= 0; i--) {
      members[clusters[i]][--sizes[clusters[i]]] = i;
    }
    return members;
  }

  /**
   * How like a partition is to M, from 0 to 1: Dice's coefficient of the pairs that it joins and
   * those that M does, 2 sum over its pairs of M_ij / (number of its pairs + sum over all of M_ij).
   */
  public double likeness(int[] clusters) {
    int[][] members = members(clusters);
    double common = 0;
    double joined = 0;
    for (int i = 0; i < n; i++) {
      int[] own = members[clusters[i]];
      joined += own.length - 1;
      for (int j : own) {
        common += j == i ? 0 : together[i * n + j];
      }
    }
    // Both ways, where the formula counts a pair once; every partition joins an image with itself.
    double all = sum - n * weight;
    return joined == 0 ? 0 : 2 * common / (joined * weight + all);
  }

  /** Number of images. */
  public int images() {
    return n;
  }

  /** Share of the partitions that join two images. */
  public double share(int i, int j) {
    return together[i * n + j] / weight;
  }

  /**
   * The answer: exact Ng-Jordan-Weiss of M with zero diagonal, + 1e-9, from {@value #RESTARTS}
   * starts of k-means.
   *
   * @param clusters K, from 1 to n
   */
  public Consensus consensus(int clusters, long seed) {
    SpectralEmbedding embedding = SpectralEmbedding.of(normalized(), clusters);
    try (KMeans means = new KMeans(embedding.unitRows(), n, clusters, clusters)) {
      return new Consensus(means.best(RESTARTS, seed).clusters(), embedding.eigengap());
    }
  }

  /**
   * How sure each image's cluster is: the mean share of partitions that join the image with the
   * others of its cluster; 1 where there are no others.
   *
   * @param clusters of the n images
   */
  public double[] confidence(int[] clusters) {
    double[] confidence = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = 0;
      int others = 0;
      for (int j = 0; j < n; j++) {
        if (j != i && clusters[j] == clusters[i]) {
          sum += share(i, j);
          others++;
        }
      }
      confidence[i] = others == 0 ? 1 : sum / others;
    }
    return confidence;
  }

  /**
   * Of the pairs of images that any partition joins, the share that nine partitions in ten treat
   * alike: joined by at least 90 % or by at most 10 %. 1 where no partition joins any.
   */
  public double agreement() {
    long joined = 0;
    long alike = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double share = share(i, j);
        if (share > 0) {
          joined++;
          alike += share >= .9 || share <= .1 ? 1 : 0;
        }
      }
    }
    return joined == 0 ? 1 : alike / (double) joined;
  }

  /**
   * What partitions agree on.
   *
   * @param clusters cluster of each image, 0 to K - 1
   * @param eigengap relative eigengap of M at K
   */
  public record Consensus(int[] clusters, double eigengap) {}

  private NormalizedAffinity normalized() {
    double[] values = new double[together.length];
    double[] scale = new double[n];
    for (int i = 0; i < n; i++) {
      double degree = 0;
      for (int j = 0; j < n; j++) {
        double weight = i == j ? 0 : share(i, j) + FLOOR;
        values[i * n + j] = weight;
        degree += weight;
      }
      scale[i] = 1 / Math.sqrt(degree);
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        values[i * n + j] *= scale[i] * scale[j];
      }
    }
    return new NormalizedAffinity(values, n, 0);
  }
}
