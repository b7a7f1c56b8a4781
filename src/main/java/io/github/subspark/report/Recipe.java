/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.tables.ResultRow;
import io.github.subspark.training.EpochRule;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How clusters are made of C.
 *
 * @param affinity plain, dsc or grid
 * @param clusterer pic, njw, discretize, power, ensemble, ensemble-closed-form or ensemble-weighted
 */
record Recipe(String affinity, String clusterer) {
  /** DSC-Net's own, which unlabelled runs are shown by. */
  private static final Recipe ORIGINAL = new Recipe("dsc", "discretize");

  private static final String FIXED = EpochRule.FIXED.text();
  private static final String BY_LABELS = " (best epoch by labels)";

  /** What those rows are. */
  static final String ORACLE =
      "Rows 'best epoch by labels' keep, of many epochs, the one whose accuracy is highest, as the"
          + " paper's authors do: its figures compare with these alone. They are no results of"
          + " clustering, which has no labels. Their affinity is DSC-Net's without unit diagonal, so"
          + " they may lie below the same recipe with it.";

  static Recipe of(ResultRow row) {
    return of(row.affinity(), row.clusterer(), row.epochRule());
  }

  /** Of a row's key columns; what labels chose is another recipe and says so. */
  static Recipe of(String affinity, String clusterer, String epochRule) {
    return new Recipe(affinity, epochRule.equals(FIXED) ? clusterer : clusterer + BY_LABELS);
  }

  /** Whether the epoch was chosen by labels: never to be compared with what is label-free. */
  boolean byLabels() {
    return clusterer.endsWith(BY_LABELS);
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
        .sorted(Comparator.comparing(Recipe::byLabels).thenComparing(order))
        .toList();
  }

  /** Why the first recipe is the first, in one sentence. */
  static String choice(List<ResultRow> rows) {
    if (rows.isEmpty()) {
      return "";
    }
    Recipe first = of(rows).get(0);
    if (hasLabels(rows)) {
      return "Shown first is %s: over all its results it has the highest mean accuracy of those at a fixed epoch, so it was chosen by the labels, and so is every mark 'best' on this page. Without labels nobody could have known."
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
