/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A {@link Comparison} on a terminal: what runs share down, the runs across. */
public final class ComparisonTable {
  private static final int COLUMN = 16;

  /** The least widths of what rows of each table have in common. */
  private static final List<Integer> CELLS = List.of(29, 13, 16);

  private static final List<Integer> BESIDE = List.of(15, 29, 13, 4, 6);

  /** What a row is of, and an entry for each run. */
  private record Line(List<String> heads, List<String> entries) {}

  private final TerminalTable entries;

  /** A table whose entries read as those of another. */
  public ComparisonTable(TerminalTable entries) {
    this.entries = entries;
  }

  /** The runs, the table, and what differs between their specifications. */
  public String of(Comparison comparison) {
    StringBuilder text = new StringBuilder();
    for (Comparison.Run run : comparison.runs()) {
      text.append("%s  %s: %s\n".formatted(run.letter(), run.place(), run.state()));
    }
    text.append('\n').append(entries.title(comparison.labelled())).append("\n\n");
    List<Line> lines = new ArrayList<>();
    lines.add(
        new Line(
            List.of("affinity + clusterer", "attention", "compression"),
            comparison.runs().stream().map(Comparison.Run::letter).toList()));
    for (Comparison.Row row : comparison.rows()) {
      GridPoint point = row.point();
      Function<Optional<PointSummary>, String> entry =
          summary -> summary.map(s -> entries.entry(s, comparison.labelled())).orElse("");
      lines.add(
          new Line(
              List.of(
                  point.affinity() + " + " + point.clusterer(),
                  point.attention(),
                  Printable.percent(point.compression()) + ", k = " + point.channels()),
              row.summaries().stream().map(entry).toList()));
    }
    append(text, CELLS, lines);
    comparison.notes().forEach(note -> text.append('\n').append(note).append('\n'));
    beside(text, comparison.beside());
    text.append('\n').append(differences(comparison));
    return Printable.lines(text.toString());
  }

  private void beside(StringBuilder text, Page.Table table) {
    if (table.rows().isEmpty()) {
      return;
    }
    text.append('\n');
    List<List<String>> rows = new ArrayList<>();
    rows.add(table.headings().stream().map(Page.Heading::name).toList());
    rows.addAll(table.rows());
    int heads = BESIDE.size();
    append(
        text,
        BESIDE,
        rows.stream()
            .map(
                row ->
                    new Line(
                        row.subList(0, heads),
                        row.subList(heads, row.size()).stream().map(entries::shown).toList()))
            .toList());
  }

  private static String differences(Comparison comparison) {
    if (comparison.differences().isEmpty()) {
      return "Their specifications, images and versions are the same.\n";
    }
    return comparison.differences().stream()
        .map(
            difference ->
                "differs: %s: %s\n"
                    .formatted(difference.setting(), values(comparison, difference.values())))
        .collect(Collectors.joining());
  }

  private static String values(Comparison comparison, List<String> values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      text.append(i == 0 ? "" : ", ")
          .append(comparison.runs().get(i).letter())
          .append(' ')
          .append(values.get(i));
    }
    return text.toString();
  }

  private static void append(StringBuilder text, List<Integer> least, List<Line> lines) {
    int[] widths =
        IntStream.range(0, least.size()).map(i -> width(lines, i, least.get(i))).toArray();
    for (Line line : lines) {
      StringBuilder shown = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        shown.append(String.format(Locale.ROOT, "%-" + widths[i] + "s", line.heads().get(i)));
      }
      line.entries()
          .forEach(entry -> shown.append(String.format(Locale.ROOT, "%" + COLUMN + "s", entry)));
      text.append(shown.toString().stripTrailing()).append('\n');
    }
  }

  /** Of a column, with a space behind its longest entry. */
  private static int width(List<Line> lines, int column, int least) {
    int widest = lines.stream().mapToInt(l -> l.heads().get(column).length()).max().orElse(0);
    return Math.max(least, widest + 1);
  }
}
