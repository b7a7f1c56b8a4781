/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.scores.SeedStatistics;
import io.github.subspark.tables.ResultRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What stands beside a run's cells: what the cells agree on, and baselines without a trained
 * network. Accuracy in percent, or without labels the agreement between seeds.
 *
 * @param labelled whether there are labels
 * @param plusMinus between a mean and its spread
 */
record Asides(boolean labelled, String plusMinus) {
  /** The table; without rows where there is nothing beside the cells. */
  static Page.Table of(List<ResultRow> results, String plusMinus) {
    return new Asides(Recipe.hasLabels(results), plusMinus).table(lines(results));
  }

  /** What rows of different seeds have in common. */
  private record Line(
      String method, String affinity, String clusterer, String attention, int channels, String of)
      implements Comparable<Line> {
    private static final Comparator<Line> ORDER =
        Comparator.comparing((Line line) -> !line.method().equals("consensus"))
            .thenComparing(Line::method)
            .thenComparing(line -> line.of().equals("each"))
            .thenComparing(Line::clusterer)
            .thenComparing(Line::affinity)
            .thenComparing(Line::attention)
            .thenComparing(Line::channels);

    static Line of(ResultRow row) {
      return new Line(
          row.method(),
          row.affinity(),
          row.clusterer(),
          row.attention(),
          row.channels(),
          row.seed() < 0 ? "all" : "each");
    }

    /** Method, recipe, attention and k. */
    List<String> heads() {
      return List.of(
          method, affinity + " + " + clusterer, attention, channels == 0 ? "" : "" + channels);
    }

    @Override
    public int compareTo(Line other) {
      return ORDER.compare(this, other);
    }
  }

  /** The tables of several runs as one, a column for each; empty where a run has no such row. */
  static Page.Table sideBySide(List<String> names, List<List<ResultRow>> runs, String plusMinus) {
    List<Map<Line, List<ResultRow>>> lines = runs.stream().map(Asides::lines).toList();
    boolean labelled = runs.stream().anyMatch(Recipe::hasLabels);
    List<Page.Heading> headings = new ArrayList<>();
    List.of("method", "affinity + clusterer", "attention", "k", "seeds")
        .forEach(name -> headings.add(new Page.Heading(name, name.length() == 1)));
    names.forEach(name -> headings.add(new Page.Heading(name, true)));
    Asides asides = new Asides(labelled, plusMinus);
    List<List<String>> rows = new ArrayList<>();
    for (Line line : new TreeSet<>(lines.stream().flatMap(run -> run.keySet().stream()).toList())) {
      List<String> row = new ArrayList<>(line.heads());
      row.add(line.of());
      lines.forEach(run -> row.add(run.containsKey(line) ? asides.entry(run.get(line)) : ""));
      rows.add(List.copyOf(row));
    }
    return new Page.Table(headings, rows);
  }

  private static Map<Line, List<ResultRow>> lines(List<ResultRow> results) {
    return results.stream()
        .filter(row -> !PointSummary.ofACell(row))
        .sorted(Comparator.comparing(Line::of))
        .collect(Collectors.groupingBy(Line::of, LinkedHashMap::new, Collectors.toList()));
  }

  private Page.Table table(Map<Line, List<ResultRow>> lines) {
    return new Page.Table(
        List.of(
            new Page.Heading("method", false),
            new Page.Heading("affinity + clusterer", false),
            new Page.Heading("attention", false),
            new Page.Heading("k", true),
            new Page.Heading(labelled ? "accuracy %" : "agreement %", true),
            new Page.Heading("seeds", true),
            new Page.Heading("seconds", true)),
        lines.entrySet().stream().map(line -> row(line.getKey(), line.getValue())).toList());
  }

  private List<String> row(Line line, List<ResultRow> rows) {
    List<String> row = new ArrayList<>(line.heads());
    row.add(entry(rows));
    row.add(line.of().equals("all") ? "all" : "" + rows.size());
    row.add(number(rows.stream().mapToDouble(ResultRow::seconds).average().orElse(0)));
    return List.copyOf(row);
  }

  private String entry(List<ResultRow> rows) {
    return labelled ? accuracy(rows) : agreement(rows.get(0));
  }

  private String accuracy(List<ResultRow> rows) {
    double[] values =
        rows.stream()
            .map(ResultRow::accuracy)
            .filter(Objects::nonNull)
            .mapToDouble(v -> 100 * v)
            .toArray();
    if (values.length == 0) {
      return "";
    }
    SeedStatistics statistics = SeedStatistics.of(values);
    String mean = number(statistics.mean());
    return Double.isNaN(statistics.standardDeviation())
        ? mean
        : mean + plusMinus + String.format(Locale.ROOT, "%4.1f", statistics.standardDeviation());
  }

  private static String agreement(ResultRow row) {
    return row.seedAgreement() == null ? "" : number(100 * row.seedAgreement());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
