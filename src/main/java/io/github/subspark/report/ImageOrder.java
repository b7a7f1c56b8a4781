/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Images sorted into groups.
 *
 * @param name what they are sorted by, in words
 * @param place of each image
 * @param group of each image
 * @param borders where groups begin, but the first
 */
record ImageOrder(String name, int[] place, int[] group, List<Integer> borders) {
  /** By cluster, in the order of the classes that clusters stand for, and by label within. */
  static ImageOrder byCluster(Recipe recipe, int[] clusters, Optional<Classes> classes) {
    List<Integer> matched = classes.map(c -> c.matched(clusters)).orElse(List.of());
    Comparator<Integer> order =
        Comparator.comparingInt(
                (Integer image) -> matched.isEmpty() ? 0 : rank(matched.get(clusters[image])))
            .thenComparingInt(image -> clusters[image])
            .thenComparingInt(image -> classes.map(c -> c.of()[image]).orElse(0));
    return of("clusters of " + recipe.name(), clusters, order);
  }

  static ImageOrder byLabel(Classes classes) {
    return of("labels", classes.of(), Comparator.comparingInt(image -> classes.of()[image]));
  }

  /** As they come: before anything is clustered and without labels. */
  static ImageOrder asGiven(int images) {
    return of("their place in the data", new int[images], Comparator.naturalOrder());
  }

  private static ImageOrder of(String name, int[] group, Comparator<Integer> order) {
    List<Integer> sorted = IntStream.range(0, group.length).boxed().sorted(order).toList();
    int[] place = new int[group.length];
    List<Integer> borders = new ArrayList<>();
    for (int i = 0; i < place.length; i++) {
      place[sorted.get(i)] = i;
      if (i > 0 && group[sorted.get(i)] != group[sorted.get(i - 1)]) {
        borders.add(i);
      }
    }
    return new ImageOrder(name, place, group, List.copyOf(borders));
  }

  /** Clusters without a class come last. */
  private static int rank(int matched) {
    return matched < 0 ? Integer.MAX_VALUE : matched;
  }
}
