/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.tables.ResultRow;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How clusters are made of C.
 *
 * @param affinity plain, dsc or grid
 * @param clusterer pic, njw, discretize, power, ensemble or ensemble-closed-form
 */
record Recipe(String affinity, String clusterer) {
  /** DSC-Net's own, which unlabelled runs are shown by. */
  private static final Recipe ORIGINAL = new Recipe("dsc", "discretize");

  static Recipe of(ResultRow row) {
    return new Recipe(row.affinity(), row.clusterer());
  }

  /** All of a run's, the one to show first at the head: see {@link #choice}. */
  static List<Recipe> of(List<ResultRow> rows) {
    Comparator<Recipe> order =
        hasLabels(rows)
            ? Comparator.comparingDouble((Recipe recipe) -> -mean(rows, recipe))
            : Comparator.comparing((Recipe recipe) -> !recipe.equals(ORIGINAL));
    return rows.stream()
        .sorted(Comparator.comparing(GridPoint::of))
        .map(Recipe::of)
        .distinct()
        .sorted(order)
        .toList();
  }

  /** Why the first recipe is the first, in one sentence. */
  static String choice(List<ResultRow> rows) {
    if (rows.isEmpty()) {
      return "";
    }
    Recipe first = of(rows).get(0);
    if (hasLabels(rows)) {
      return "Shown first is %s: over all its results it has the highest mean accuracy, so it was chosen by the labels, and so is every mark 'best' on this page. Without labels nobody could have known."
          .formatted(first.name());
    }
    return first.equals(ORIGINAL)
        ? "Shown first is %s, DSC-Net's own recipe. Without labels none can be called the best."
            .formatted(first.name())
        : "Without labels no recipe can be called the best; the order says nothing.";
  }

  static boolean hasLabels(List<ResultRow> rows) {
    return rows.stream().anyMatch(row -> row.accuracy() != null);
  }

  private static double mean(List<ResultRow> rows, Recipe recipe) {
    return rows.stream()
        .filter(row -> of(row).equals(recipe) && row.accuracy() != null)
        .collect(Collectors.averagingDouble(ResultRow::accuracy));
  }

  String name() {
    return affinity + " + " + clusterer;
  }
}
