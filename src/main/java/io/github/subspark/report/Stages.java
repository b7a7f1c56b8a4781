/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.tables.CellRow;
import io.github.subspark.tables.ResultRow;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** Time and memory of each stage, by compression and attention. */
final class Stages {
  private static final List<Page.Heading> HEADINGS =
      List.of(
          new Page.Heading("compression", true),
          new Page.Heading("k", true),
          new Page.Heading("attention", false),
          new Page.Heading("cells trained", true),
          new Page.Heading("pretraining", true),
          new Page.Heading("fine-tuning", true),
          new Page.Heading("clustering", true),
          new Page.Heading("peak memory", true));

  private Stages() {}

  static Page.Table of(List<CellRow> cells, Axes axes) {
    return new Page.Table(
        HEADINGS,
        axes.channels().stream()
            .flatMap(k -> axes.arms().stream().flatMap(arm -> row(cells, axes, k, arm)))
            .toList());
  }

  private static Stream<List<String>> row(
      List<CellRow> cells, Axes axes, int channels, String attention) {
    List<CellRow> trained =
        cells.stream()
            .filter(c -> c.channels() == channels && c.attention().equals(attention))
            .filter(c -> c.finetuningSeconds() != null)
            .toList();
    return trained.isEmpty()
        ? Stream.empty()
        : Stream.of(
            List.of(
                axes.text(channels),
                "" + channels,
                attention,
                "" + trained.size(),
                median(trained, CellRow::pretrainingSeconds),
                median(trained, CellRow::finetuningSeconds),
                median(trained, CellRow::clusteringSeconds),
                trained.stream()
                    .map(CellRow::peakBytes)
                    .filter(Objects::nonNull)
                    .max(Long::compare)
                    .map(Quantity::memory)
                    .orElse("")));
  }

  private static String median(List<CellRow> cells, Function<CellRow, Double> stage) {
    double[] seconds =
        cells.stream().map(stage).filter(Objects::nonNull).mapToDouble(s -> s).toArray();
    if (seconds.length == 0) {
      return "";
    }
    Arrays.sort(seconds);
    int middle = seconds.length / 2;
    return Quantity.time(
        seconds.length % 2 == 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2);
  }

  /**
   * Of all steps that were done: trainings (a pretraining, which arms share, once), clusterings,
   * and what stands beside the cells.
   */
  static double total(List<CellRow> cells, List<ResultRow> results) {
    double own =
        cells.stream()
            .flatMap(c -> Stream.of(c.finetuningSeconds(), c.clusteringSeconds()))
            .filter(Objects::nonNull)
            .mapToDouble(s -> s)
            .sum();
    double shared =
        cells.stream()
            .filter(c -> c.pretrainingSeconds() != null)
            .map(c -> List.of(c.channels(), c.seed(), c.pretrainingSeconds()))
            .distinct()
            .mapToDouble(c -> c.get(2).doubleValue())
            .sum();
    // The clusterings of a cell are in its own time, but for those of MLlib.
    double others =
        results.stream()
            .filter(row -> !PointSummary.ofACell(row) || row.clusterer().equals("pic"))
            .mapToDouble(ResultRow::seconds)
            .sum();
    return own + shared + others;
  }
}
