/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.scores;

import java.util.Arrays;

/**
 * How far clusters agree with classes. All are fractions; 1 is full agreement.
 *
 * @param accuracy share of images whose cluster, under the best one-to-one {@link Matching}, has
 *     their class
 * @param normalizedMutualInformation I(U; V) over the arithmetic mean of the entropies H(U) and
 *     H(V) (Strehl and Ghosh 2002 with the mean of Kvalseth 1987). Both partitions in one part: 1;
 *     one of them: 0
 * @param adjustedRandIndex Hubert and Arabie 1985, equation 5: pairs in agreement, corrected for
 *     chance; may be negative. 1 where the two partitions are the same and the formula is 0 / 0
 *     (all images together, or all apart)
 * @param purity share of images that have the most frequent class of their cluster
 */
public record Scores(
    double accuracy, double normalizedMutualInformation, double adjustedRandIndex, double purity) {
  /** Scores of clusters against classes, both numbered from 0, image by image. */
  public static Scores of(int[] clusters, int[] classes) {
    return of(ContingencyTable.of(clusters, classes));
  }

  /** Scores read off a table. */
  public static Scores of(ContingencyTable table) {
    return new Scores(
        (double) Matching.of(table).agreeing() / table.images(),
        normalizedMutualInformation(table),
        adjustedRandIndex(table),
        purity(table));
  }

  /** The adjusted Rand index alone; it is the same with the table transposed. */
  static double adjustedRandIndex(ContingencyTable table) {
    double together = Arrays.stream(table.counts()).mapToDouble(Scores::pairs).sum();
    double inCluster = pairs(table.clusterSizes());
    double inClass = pairs(table.classSizes());
    double expected =
        table.images() < 2 ? 0 : inCluster * inClass / pairs(new long[] {table.images()});
    double highest = (inCluster + inClass) / 2;
    return highest == expected ? 1 : (together - expected) / (highest - expected);
  }

  private static double pairs(long[] sizes) {
    return Arrays.stream(sizes).mapToDouble(size -> size * (size - 1.0) / 2).sum();
  }

  private static double normalizedMutualInformation(ContingencyTable table) {
    double clusters = entropy(table.clusterSizes(), table.images());
    double classes = entropy(table.classSizes(), table.images());
    if (clusters == 0 && classes == 0) {
      return 1;
    }
    long[] joint = Arrays.stream(table.counts()).flatMapToLong(Arrays::stream).toArray();
    double information = clusters + classes - entropy(joint, table.images());
    return Math.max(0, Math.min(1, 2 * information / (clusters + classes)));
  }

  /** Entropy in nats; the base cancels in the ratio. */
  private static double entropy(long[] sizes, long images) {
    return Arrays.stream(sizes)
        .filter(size -> size > 0 && size < images)
        .mapToDouble(size -> -(double) size / images * Math.log((double) size / images))
        .sum();
  }

  private static double purity(ContingencyTable table) {
    long majority =
        Arrays.stream(table.counts()).mapToLong(row -> Arrays.stream(row).max().orElse(0)).sum();
    return (double) majority / table.images();
  }
}
