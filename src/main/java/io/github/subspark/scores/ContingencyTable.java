/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.scores;

import java.util.Arrays;

/**
 * How often each cluster meets each class: the one table from which all scores are read.
 *
 * <p>Identifiers need not be dense: clusters and classes that no image carries leave a row or
 * column of zeros, which changes no score.
 *
 * @param counts clusters x classes, the number of images in both
 * @param images number of images, the sum of all counts
 */
public record ContingencyTable(long[][] counts, long images) {
  /**
   * Counts two partitions of the same images.
   *
   * @param clusters cluster of each image, from 0
   * @param classes class of each image, from 0
   * @throws IllegalArgumentException if the lengths differ, are 0, or an identifier is negative
   */
  public static ContingencyTable of(int[] clusters, int[] classes) {
    if (clusters.length != classes.length || clusters.length == 0) {
      throw new IllegalArgumentException(
          "Cannot compare partitions of %d and %d images: both must hold the same images, at least 1"
              .formatted(clusters.length, classes.length));
    }
    long[][] counts = new long[size(clusters)][size(classes)];
    for (int i = 0; i < clusters.length; i++) {
      counts[clusters[i]][classes[i]]++;
    }
    return new ContingencyTable(counts, clusters.length);
  }

  /** Number of images of each cluster. */
  public long[] clusterSizes() {
    return Arrays.stream(counts).mapToLong(row -> Arrays.stream(row).sum()).toArray();
  }

  /** Number of images of each class. */
  public long[] classSizes() {
    long[] sizes = new long[counts[0].length];
    for (long[] row : counts) {
      for (int j = 0; j < sizes.length; j++) {
        sizes[j] += row[j];
      }
    }
    return sizes;
  }

  private static int size(int[] identifiers) {
    int min = Arrays.stream(identifiers).min().orElseThrow();
    if (min < 0) {
      throw new IllegalArgumentException(
          "Cannot count identifier %d: identifiers start at 0".formatted(min));
    }
    return Arrays.stream(identifiers).max().orElseThrow() + 1;
  }
}
