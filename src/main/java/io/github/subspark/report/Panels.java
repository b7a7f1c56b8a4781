/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.scores.SeedStatistics;
import io.github.subspark.tables.CellRow;
import io.github.subspark.tables.ResultRow;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The paper's table for each recipe: attention down, compression across. */
final class Panels {
  private final PublishedRun run;
  private final Axes axes;
  private final List<PointSummary> summaries;
  private final boolean labelled;

  Panels(PublishedRun run, Axes axes) {
    this.run = run;
    this.axes = axes;
    this.summaries = PointSummary.of(run.ofCells());
    this.labelled = Recipe.hasLabels(run.ofCells());
  }

  Page.Panel of(Recipe recipe) {
    List<PointSummary> own =
        summaries.stream()
            .filter(s -> s.point().affinity().equals(recipe.affinity()))
            .filter(s -> s.point().clusterer().equals(recipe.clusterer()))
            .toList();
    List<ResultRow> rows =
        run.ofCells().stream().filter(row -> Recipe.of(row).equals(recipe)).toList();
    double best =
        own.stream()
            .flatMap(s -> s.accuracy().stream())
            .mapToDouble(SeedStatistics::mean)
            .max()
            .orElse(Double.NaN);
    List<Page.Effect> effects = Effects.of(rows, axes);
    return new Page.Panel(
        recipe.name(),
        axes.channels().stream().map(k -> new Page.Column(axes.text(k), k)).toList(),
        axes.arms().stream().map(arm -> arm(arm, own, best)).toList(),
        Effects.verdict(effects),
        effects);
  }

  private Page.Arm arm(String attention, List<PointSummary> own, double best) {
    return new Page.Arm(
        attention,
        axes.channels().stream()
            .map(
                channels ->
                    entry(
                        attention,
                        channels,
                        own.stream()
                            .filter(s -> s.point().channels() == channels)
                            .filter(s -> s.point().attention().equals(attention))
                            .findFirst(),
                        best))
            .toList());
  }

  private Page.Entry entry(
      String attention, int channels, Optional<PointSummary> summary, double best) {
    Optional<Double> paper =
        PaperTable.appliesTo(run.description())
            ? PaperTable.accuracy(attention, axes.compressions().get(channels))
            : Optional.empty();
    String seeds =
        summary
            .filter(s -> s.seeds() < axes.seeds().size())
            .map(s -> "%d of %d seeds".formatted(s.seeds(), axes.seeds().size()))
            .orElse("");
    return new Page.Entry(
        summary.map(this::value).orElseGet(() -> missing(attention, channels)),
        seeds,
        paper.map(figure -> String.format(Locale.ROOT, "%.2f", figure)).orElse(""),
        summary.flatMap(PointSummary::accuracy).filter(a -> a.mean() == best).isPresent());
  }

  /** Why an entry has no figure, if its cells tell. */
  private String missing(String attention, int channels) {
    List<String> states =
        run.cells().stream()
            .filter(cell -> cell.channels() == channels && cell.attention().equals(attention))
            .map(CellRow::status)
            .distinct()
            .toList();
    return states.contains("failed")
        ? "failed"
        : states.isEmpty() || states.equals(List.of("done")) ? "" : "not yet";
  }

  private String value(PointSummary summary) {
    return labelled
        ? summary.accuracy().map(Panels::meanAndSpread).orElse("")
        : summary.agreement().map(Quantity::percent).orElse("one seed");
  }

  static String meanAndSpread(SeedStatistics accuracy) {
    String mean = Quantity.percent(accuracy.mean());
    return Double.isNaN(accuracy.standardDeviation())
        ? mean
        : mean + " ± " + Quantity.percent(accuracy.standardDeviation());
  }
}
