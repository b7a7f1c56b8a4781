/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.publishing.RunDescription;
import io.github.subspark.sweep.RunIdentity;
import io.github.subspark.tables.CellRow;
import io.github.subspark.tables.ResultRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Several runs side by side, their results matched by compression, channels, attention and recipe.
 *
 * @param runs what is compared, under the letters A, B, ...
 * @param labelled whether the entries are accuracies; else they are agreements between seeds
 * @param rows one for each grid point and recipe that a run has
 * @param beside consensus and baselines, a column for each run
 * @param differences settings and versions that the runs do not share
 */
public record Comparison(
    List<Run> runs,
    boolean labelled,
    List<Row> rows,
    Page.Table beside,
    List<Difference> differences) {
  public Comparison {
    runs = List.copyOf(runs);
    rows = List.copyOf(rows);
    differences = List.copyOf(differences);
  }

  /** What a reader must know of some rows. */
  public List<String> notes() {
    boolean oracle =
        rows.stream()
            .map(row -> new Recipe(row.point().affinity(), row.point().clusterer()))
            .anyMatch(Recipe::byLabels);
    return oracle ? List.of(Recipe.ORACLE) : List.of();
  }

  /**
   * A run to be compared.
   *
   * @param place its directory, as messages name it
   * @param description run.json
   * @param results rows of {@code results}
   * @param cells rows of {@code cells}
   */
  public record Compared(
      String place, RunDescription description, List<ResultRow> results, List<CellRow> cells) {
    Map<String, String> settings() {
      RunDescription.Data data = description.data();
      Map<String, String> settings =
          new TreeMap<>(
              RunIdentity.of(description.spec(), data.name(), data.count(), data.fingerprint())
                  .settings());
      RunIdentity.reading(description.spec()).forEach(settings::putIfAbsent);
      settings.put("version of subspark", description.version());
      settings.put("commit of subspark", description.commit());
      settings.put("version of Spark", description.spark());
      return settings;
    }
  }

  /** A run's letter, where it lies, and how far it is. */
  public record Run(String letter, String place, String state) {}

  /**
   * Results that match.
   *
   * @param point what they have in common
   * @param summaries one for each run, absent where it has none
   */
  public record Row(GridPoint point, List<Optional<PointSummary>> summaries) {}

  /** A setting and its value in each run. */
  public record Difference(String setting, List<String> values) {}

  /** Compares runs, at least two. */
  public static Comparison of(List<Compared> runs) {
    boolean labelled = runs.stream().anyMatch(run -> Recipe.hasLabels(run.results()));
    List<Run> named = new ArrayList<>();
    for (Compared run : runs) {
      named.add(
          new Run(
              letter(named.size()),
              run.place(),
              "%s, %s%s"
                  .formatted(
                      run.description().data().name(),
                      CellCounts.of(run.cells()),
                      labelled && !Recipe.hasLabels(run.results())
                          ? "; it has no labels, so no accuracies to compare"
                          : "")));
    }
    return new Comparison(
        named,
        labelled,
        rows(runs, labelled),
        Asides.sideBySide(
            named.stream().map(Run::letter).toList(),
            runs.stream().map(Compared::results).toList(),
            " ± "),
        differences(runs));
  }

  private static String letter(int place) {
    return place < 26 ? String.valueOf((char) ('A' + place)) : "run " + (place + 1);
  }

  /** Those that a run has an entry for. */
  private static List<Row> rows(List<Compared> runs, boolean labelled) {
    List<Map<GridPoint, PointSummary>> summaries =
        runs.stream()
            .map(
                run -> {
                  Map<GridPoint, PointSummary> byPoint = new TreeMap<>();
                  PointSummary.of(run.results()).forEach(s -> byPoint.put(s.point(), s));
                  return byPoint;
                })
            .toList();
    return summaries.stream()
        .flatMap(byPoint -> byPoint.keySet().stream())
        .distinct()
        .sorted(GridPoint.byRecipe())
        .map(
            point ->
                new Row(
                    point,
                    summaries.stream().map(of -> Optional.ofNullable(of.get(point))).toList()))
        .filter(row -> row.summaries().stream().flatMap(Optional::stream).anyMatch(told(labelled)))
        .toList();
  }

  private static Predicate<PointSummary> told(boolean labelled) {
    return labelled
        ? summary -> summary.accuracy().isPresent()
        : summary -> summary.agreement().isPresent();
  }

  private static List<Difference> differences(List<Compared> runs) {
    List<Map<String, String>> settings = runs.stream().map(Compared::settings).toList();
    Stream<String> keys = settings.stream().flatMap(of -> of.keySet().stream());
    return new TreeSet<>(keys.toList())
        .stream()
            .map(
                key ->
                    new Difference(
                        key,
                        settings.stream()
                            .map(of -> RunIdentity.brief(of.getOrDefault(key, "nothing")))
                            .toList()))
            .filter(difference -> difference.values().stream().distinct().count() > 1)
            .toList();
  }
}
