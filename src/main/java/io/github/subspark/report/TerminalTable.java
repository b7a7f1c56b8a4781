/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.Printable;
import io.github.subspark.scores.SeedStatistics;
import io.github.subspark.tables.CellRow;
import io.github.subspark.tables.ResultRow;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The paper's table on a terminal: affinity, clusterer and attention down, compression across, mean
 * and standard deviation over seeds in percent. Without labels there is no accuracy to show; the
 * agreement between seeds stands in its place, under its own name.
 */
public final class TerminalTable {
  private static final int COLUMN = 15;

  /** Least width of the first column. */
  private static final int RECIPE = 22;

  private final String plusMinus;

  /** A table for a terminal that shows {@code charset}. */
  public TerminalTable(Charset charset) {
    plusMinus = charset.newEncoder().canEncode('±') ? " ± " : " +- ";
  }

  /**
   * The table, and below it what attention did and a line for every failed, missing or inert cell.
   */
  public String of(List<PointSummary> summaries, List<ResultRow> results, List<CellRow> cells) {
    if (summaries.isEmpty()) {
      return "No cell of this run was clustered.\n" + notes(cells);
    }
    boolean labelled = summaries.stream().anyMatch(s -> s.accuracy().isPresent());
    return table(title(labelled), summaries, summary -> entry(summary, labelled))
        + byLabels(results)
        + effects(results, cells)
        + notes(cells);
  }

  private static String byLabels(List<ResultRow> results) {
    return results.stream().map(Recipe::of).anyMatch(Recipe::byLabels)
        ? "\n" + Recipe.ORACLE + "\n"
        : "";
  }

  private String effects(List<ResultRow> results, List<CellRow> cells) {
    List<String> lines = Effects.lines(results, cells);
    // Terminals without a plus-minus sign have no minus sign either.
    return lines.isEmpty()
        ? ""
        : "\n" + String.join("\n", lines).replace("−", plusMinus.equals(" ± ") ? "−" : "-") + "\n";
  }

  String title(boolean labelled) {
    return labelled
        ? "Accuracy %, mean" + plusMinus + "sd over seeds"
        : "No labels. Agreement between seeds, ARI %";
  }

  /** An entry of a page, in letters that the terminal has. */
  String shown(String entry) {
    return entry.replace(" ± ", plusMinus);
  }

  String entry(PointSummary summary, boolean labelled) {
    return labelled ? accuracy(summary) : agreement(summary);
  }

  private String table(
      String title, List<PointSummary> summaries, Function<PointSummary, String> entry) {
    List<GridPoint> columns =
        summaries.stream()
            .map(PointSummary::point)
            .collect(
                Collectors.toMap(GridPoint::channels, Function.identity(), (first, next) -> first))
            .values()
            .stream()
            .sorted(Comparator.comparingDouble(GridPoint::compression))
            .toList();
    StringBuilder text =
        new StringBuilder(title).append(" (").append(seeds(summaries)).append(")\n\n");
    int widest =
        summaries.stream()
            .map(PointSummary::point)
            .mapToInt(p -> (p.affinity() + " + " + p.clusterer()).length())
            .max()
            .orElse(0);
    String first = "%-" + Math.max(RECIPE, widest + 2) + "s";
    line(
        text,
        first,
        "affinity + clusterer",
        "attention",
        columns.stream().map(c -> Printable.percent(c.compression())).toList());
    line(text, first, "", "", columns.stream().map(c -> "k = " + c.channels()).toList());
    String group = "";
    for (GridPoint row : rows(summaries)) {
      String name = row.affinity() + " + " + row.clusterer();
      List<String> entries = new ArrayList<>();
      for (GridPoint column : columns) {
        entries.add(find(summaries, row, column).map(entry).orElse(""));
      }
      line(text, first, name.equals(group) ? "" : name, row.attention(), entries);
      group = name;
    }
    return Printable.lines(text.toString());
  }

  private static List<GridPoint> rows(List<PointSummary> summaries) {
    return summaries.stream()
        .map(s -> s.point())
        .map(p -> new GridPoint(0, 0, p.attention(), p.affinity(), p.clusterer()))
        .distinct()
        .sorted(
            Comparator.comparing(
                    (GridPoint p) -> new GridPoint(0, 0, "", p.affinity(), p.clusterer()))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static Optional<PointSummary> find(
      List<PointSummary> summaries, GridPoint row, GridPoint column) {
    return summaries.stream()
        .filter(
            s ->
                s.point().channels() == column.channels()
                    && s.point().attention().equals(row.attention())
                    && s.point().affinity().equals(row.affinity())
                    && s.point().clusterer().equals(row.clusterer()))
        .findFirst();
  }

  private String accuracy(PointSummary summary) {
    return summary.accuracy().map(this::meanAndSpread).orElse("");
  }

  private String agreement(PointSummary summary) {
    return summary.agreement().map(a -> number(100 * a)).orElse("one seed");
  }

  private String meanAndSpread(SeedStatistics s) {
    String mean = number(100 * s.mean());
    return Double.isNaN(s.standardDeviation())
        ? mean
        : mean + plusMinus + String.format(Locale.ROOT, "%4.1f", 100 * s.standardDeviation());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String seeds(List<PointSummary> summaries) {
    int most = summaries.stream().mapToInt(PointSummary::seeds).max().orElse(0);
    int least = summaries.stream().mapToInt(PointSummary::seeds).min().orElse(0);
    String count = least == most ? "" + most : least + " to " + most;
    return count + (most == 1 ? " seed" : " seeds");
  }

  private static void line(
      StringBuilder text, String format, String first, String second, List<String> entries) {
    StringBuilder line =
        new StringBuilder(String.format(Locale.ROOT, format + "%-11s", first, second));
    for (String entry : entries) {
      line.append(String.format(Locale.ROOT, "%" + COLUMN + "s", entry));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static String notes(List<CellRow> cells) {
    StringBuilder text = new StringBuilder();
    long done = cells.stream().filter(cell -> cell.status().equals("done")).count();
    text.append("\n%d of %d cells done".formatted(done, cells.size()));
    long inert = cells.stream().filter(c -> "inert".equals(c.attentionHealth())).count();
    if (inert > 0) {
      text.append(", %d with an attention that did nothing (inert)".formatted(inert));
    }
    int restarted =
        Math.toIntExact(
            cells.stream().filter(c -> c.restarts() != null && c.restarts() > 0).count());
    if (restarted > 0) {
      text.append(", %d from a pretraining that died and was restarted".formatted(restarted));
    }
    text.append('\n');
    failures(cells).forEach((failure, arms) -> text.append(failure.line(arms)));
    return text.toString();
  }

  /** Each once, with its arms, although a lost pretraining is lost for all of them. */
  private static Map<Failure, String> failures(List<CellRow> cells) {
    return cells.stream()
        .filter(cell -> cell.status().equals("failed"))
        .collect(
            Collectors.groupingBy(
                Failure::of,
                LinkedHashMap::new,
                Collectors.mapping(CellRow::attention, Collectors.joining(","))));
  }

  private record Failure(int channels, long seed, String step, String kind, String message) {
    static Failure of(CellRow cell) {
      return new Failure(
          cell.channels(),
          cell.seed(),
          cell.failedStep(),
          Printable.line(cell.failureKind()),
          Printable.line(cell.failureMessage()));
    }

    String line(String arms) {
      return "failed: k=%d attention=%s seed=%d in %s: %s: %s\n"
          .formatted(channels, arms, seed, step, kind, message);
    }
  }
}
