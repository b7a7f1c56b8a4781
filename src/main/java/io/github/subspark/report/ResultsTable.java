/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.Printable;
import io.github.subspark.tables.ResultRow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Every row of {@code results} in texts; scores in percent. */
final class ResultsTable {
  private enum Column {
    METHOD("method", false),
    COMPRESSION("compression", true),
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
    return new Page.Table(
        Arrays.stream(Column.values())
            .map(column -> new Page.Heading(column.heading, column.number))
            .toList(),
        rows.stream()
            .sorted(Comparator.comparing(GridPoint::of).thenComparingLong(ResultRow::seed))
            .map(row -> Arrays.stream(Column.values()).map(column -> column.text(row)).toList())
            .toList());
  }
}
