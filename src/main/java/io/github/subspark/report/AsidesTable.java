/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.Printable;
import io.github.subspark.scores.SeedStatistics;
import io.github.subspark.tables.ResultRow;
import java.nio.charset.Charset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What stands beside a run's cells on a terminal: what the cells agree on, and baselines without a
 * trained network. Accuracy in percent, or without labels the agreement between seeds.
 */
public final class AsidesTable {
  private final String plusMinus;

  /** A table for a terminal that shows {@code charset}. */
  public AsidesTable(Charset charset) {
    plusMinus = charset.newEncoder().canEncode('±') ? " ± " : " +- ";
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

    @Override
    public int compareTo(Line other) {
      return ORDER.compare(this, other);
    }
  }

  /** The table with an empty line before it; nothing where there are no such rows. */
  public String of(List<ResultRow> results) {
    List<ResultRow> beside = results.stream().filter(row -> !PointSummary.ofACell(row)).toList();
    if (beside.isEmpty()) {
      return "";
    }
    boolean labelled = Recipe.hasLabels(beside);
    StringBuilder text = new StringBuilder("\n");
    line(
        text,
        "method",
        "affinity + clusterer",
        "attention",
        "k",
        labelled ? "accuracy %" : "agreement %",
        "seeds",
        "seconds");
    Map<Line, List<ResultRow>> lines =
        beside.stream()
            .sorted(Comparator.comparing(Line::of))
            .collect(Collectors.groupingBy(Line::of, LinkedHashMap::new, Collectors.toList()));
    lines.forEach(
        (line, rows) ->
            line(
                text,
                line.method(),
                line.affinity() + " + " + line.clusterer(),
                line.attention(),
                line.channels() == 0 ? "" : "" + line.channels(),
                labelled ? accuracy(rows) : agreement(rows.get(0)),
                line.of().equals("all") ? "all" : "" + rows.size(),
                number(rows.stream().mapToDouble(ResultRow::seconds).average().orElse(0))));
    return Printable.lines(text.toString());
  }

  private static void line(StringBuilder text, Object... entries) {
    text.append("%-15s%-29s%-13s%4s%15s%7s%9s".formatted(entries).stripTrailing()).append('\n');
  }

  private String accuracy(List<ResultRow> rows) {
    double[] values =
        rows.stream()
            .map(ResultRow::accuracy)
            .filter(Objects::nonNull)
            .mapToDouble(v -> 100 * v)
            .toArray();
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
