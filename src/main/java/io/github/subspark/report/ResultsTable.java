/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.Printable;
import io.github.subspark.tables.ResultRow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Every row of {@code results} in texts, the network's first; scores in percent. A column without
 * any text is left out.
 */
final class ResultsTable {
  private enum Column {
    METHOD("method", false),
    COMPRESSION("compression", true),
    CHANNELS("k", true),
    ATTENTION("attention", false),
    SEED("seed", true),
    AFFINITY("affinity", false),
    CLUSTERER("clusterer", false),
    ACCURACY("ACC %", true),
    NMI("NMI %", true),
    ARI("ARI %", true),
    PURITY("purity %", true),
    AGREEMENT("seed agreement %", true),
    EIGENGAP("eigengap", true),
    RESIDUAL("residual", true),
    HEALTH("attention health", false),
    RESTARTS("restarts", true),
    SECONDS("seconds", true);

    private final String heading;
    private final boolean number;

    Column(String heading, boolean number) {
      this.heading = heading;
      this.number = number;
    }

    String text(ResultRow row) {
      return switch (this) {
        case METHOD -> row.method();
        case COMPRESSION -> row.compression() == 0 ? "" : Printable.percent(row.compression());
        case CHANNELS -> row.channels() <= 0 ? "" : "" + row.channels();
        case ATTENTION -> row.attention();
        case SEED -> row.seed() < 0 ? "all" : "" + row.seed();
        case AFFINITY -> row.affinity();
        case CLUSTERER -> row.clusterer();
        case ACCURACY -> percent(row.accuracy());
        case NMI -> percent(row.nmi());
        case ARI -> percent(row.ari());
        case PURITY -> percent(row.purity());
        case AGREEMENT -> percent(row.seedAgreement());
        case EIGENGAP -> digits(row.eigengap());
        case RESIDUAL -> digits(row.selfExpressionResidual());
        case HEALTH -> row.attentionHealth() == null ? "" : row.attentionHealth();
        case RESTARTS -> row.restarts() == null ? "" : "" + row.restarts();
        case SECONDS -> digits(row.seconds());
      };
    }

    private static String percent(Double fraction) {
      return fraction == null ? "" : String.format(Locale.ROOT, "%.2f", 100 * fraction);
    }

    private static String digits(Double value) {
      return value == null ? "" : String.format(Locale.ROOT, "%.3f", value);
    }
  }

  private ResultsTable() {}

  static Page.Table of(List<ResultRow> rows) {
    List<Column> columns =
        Arrays.stream(Column.values())
            .filter(column -> rows.stream().anyMatch(row -> !column.text(row).isEmpty()))
            .toList();
    return new Page.Table(
        columns.stream().map(column -> new Page.Heading(column.heading, column.number)).toList(),
        rows.stream()
            .sorted(
                Comparator.comparing((ResultRow row) -> !PointSummary.ofACell(row))
                    .thenComparing(GridPoint::of)
                    .thenComparingLong(ResultRow::seed))
            .map(row -> columns.stream().map(column -> column.text(row)).toList())
            .toList());
  }
}
