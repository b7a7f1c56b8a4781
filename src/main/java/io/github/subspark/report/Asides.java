/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import static java.util.stream.Collectors.toMap;

import io.github.subspark.scores.SeedStatistics;
import io.github.subspark.tables.ResultRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

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
    return new Asides(Recipe.hasLabels(results), plusMinus).table(summaries(results));
  }

  /** The tables of several runs as one, a column for each; empty where a run has no such row. */
  static Page.Table sideBySide(List<String> names, List<List<ResultRow>> runs, String plusMinus) {
    List<Map<PointSummary.Key, PointSummary>> summaries =
        runs.stream()
            .map(run -> summaries(run).stream().collect(toMap(PointSummary::key, of -> of)))
            .toList();
    List<Page.Heading> headings = new ArrayList<>();
    List.of("method", "affinity + clusterer", "attention", "k", "seeds")
        .forEach(name -> headings.add(new Page.Heading(name, name.length() == 1)));
    names.forEach(name -> headings.add(new Page.Heading(name, true)));
    Asides asides = new Asides(runs.stream().anyMatch(Recipe::hasLabels), plusMinus);
    List<List<String>> rows = new ArrayList<>();
    for (PointSummary.Key key :
        new TreeSet<>(summaries.stream().flatMap(run -> run.keySet().stream()).toList())) {
      List<String> row = heads(key);
      row.add(key.allSeeds() ? "all" : "each");
      summaries.forEach(run -> row.add(run.containsKey(key) ? asides.entry(run.get(key)) : ""));
      rows.add(List.copyOf(row));
    }
    return new Page.Table(headings, rows);
  }

  private static List<PointSummary> summaries(List<ResultRow> results) {
    return PointSummary.all(results).stream().filter(of -> of.key().beside()).toList();
  }

  private Page.Table table(List<PointSummary> summaries) {
    return new Page.Table(
        List.of(
            new Page.Heading("method", false),
            new Page.Heading("affinity + clusterer", false),
            new Page.Heading("attention", false),
            new Page.Heading("k", true),
            new Page.Heading(labelled ? "accuracy %" : "agreement %", true),
            new Page.Heading("seeds", true),
            new Page.Heading("seconds", true)),
        summaries.stream().map(this::row).toList());
  }

  private List<String> row(PointSummary summary) {
    List<String> row = heads(summary.key());
    row.add(entry(summary));
    row.add(summary.key().allSeeds() ? "all" : "" + summary.seeds());
    row.add(number(summary.seconds()));
    return List.copyOf(row);
  }

  /** Method, recipe, attention and k. */
  private static List<String> heads(PointSummary.Key key) {
    GridPoint point = key.point();
    return new ArrayList<>(
        List.of(
            key.method(),
            point.affinity() + " + " + point.clusterer(),
            point.attention(),
            point.channels() == 0 ? "" : "" + point.channels()));
  }

  private String entry(PointSummary summary) {
    return labelled
        ? summary.accuracy().map(this::accuracy).orElse("")
        : summary.agreement().map(agreement -> number(100 * agreement)).orElse("");
  }

  private String accuracy(SeedStatistics accuracy) {
    String mean = number(100 * accuracy.mean());
    return Double.isNaN(accuracy.standardDeviation())
        ? mean
        : mean
            + plusMinus
            + String.format(Locale.ROOT, "%4.1f", 100 * accuracy.standardDeviation());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
