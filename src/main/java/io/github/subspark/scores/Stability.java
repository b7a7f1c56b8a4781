/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.scores;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How much the partitions of several seeds agree with each other: a figure that needs no labels.
 *
 * @param partitions number of partitions compared
 * @param meanPairwiseAri mean adjusted Rand index over all pairs of them; NaN for fewer than two
 */
public record Stability(int partitions, double meanPairwiseAri) {
  /** Compares partitions of the same images, each with clusters numbered from 0. */
  public static Stability of(List<int[]> partitions) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < partitions.size(); i++) {
      for (int j = 0; j < i; j++) {
        sum += Scores.adjustedRandIndex(ContingencyTable.of(partitions.get(i), partitions.get(j)));
        pairs++;
      }
    }
    return new Stability(partitions.size(), pairs == 0 ? Double.NaN : sum / pairs);
  }

  /**
   * Compares within groups.
   *
   * @param found what has a partition each
   * @param group what it has in common with those it is compared with
   * @param partition cluster of each image
   */
  public static <T> Map<String, Stability> within(
      List<T> found, Function<T, String> group, Function<T, int[]> partition) {
    return found.stream()
        .collect(
            Collectors.groupingBy(
                group,
                Collectors.collectingAndThen(
                    Collectors.mapping(partition, Collectors.toList()), Stability::of)));
  }
}
