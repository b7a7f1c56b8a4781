/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.Printable;
import io.github.subspark.tables.ResultRow;
import java.nio.charset.Charset;
import java.util.List;

/** {@link Asides} on a terminal. */
public final class AsidesTable {
  private final String plusMinus;

  /** A table for a terminal that shows {@code charset}. */
  public AsidesTable(Charset charset) {
    plusMinus = charset.newEncoder().canEncode('±') ? " ± " : " +- ";
  }

  /** The table with an empty line before it; nothing where there are no such rows. */
  public String of(List<ResultRow> results) {
    Page.Table table = Asides.of(results, plusMinus);
    if (table.rows().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\n");
    line(text, table.headings().stream().map(Page.Heading::name).toList());
    table.rows().forEach(row -> line(text, row));
    return Printable.lines(text.toString());
  }

  private static void line(StringBuilder text, List<String> entries) {
    text.append("%-15s%-29s%-13s%4s%15s%7s%9s".formatted(entries.toArray()).stripTrailing())
        .append('\n');
  }
}
