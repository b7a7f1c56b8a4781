/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.Printable;
import io.github.subspark.scores.SeedStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One line per compression, attention, affinity and clusterer; scores as fractions. */
public final class CsvReport {
  private static final String HEADER =
      "compression,channels,attention,affinity,clusterer,seeds,accuracy_mean,accuracy_sd,"
          + "nmi_mean,nmi_sd,ari_mean,ari_sd,purity_mean,purity_sd";

  private CsvReport() {}

  /** The lines; what a run does not have (labels, or a second seed) is an empty field. */
  public static String of(List<PointSummary> summaries) {
    return Stream.concat(Stream.of(HEADER), summaries.stream().map(CsvReport::line))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(PointSummary summary) {
    GridPoint point = summary.point();
    String scores =
        Stream.of(summary.accuracy(), summary.nmi(), summary.ari(), summary.purity())
            .map(CsvReport::fields)
            .collect(Collectors.joining(","));
    return "%s,%d,%s,%s,%s,%d,%s"
        .formatted(
            point.compression(),
            point.channels(),
            text(point.attention()),
            text(point.affinity()),
            text(point.clusterer()),
            summary.seeds(),
            scores);
  }

  private static String fields(Optional<SeedStatistics> score) {
    return score.map(s -> number(s.mean()) + "," + number(s.standardDeviation())).orElse(",");
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6f", value);
  }

  /**
   * One of our own names, unless someone else wrote the run directory: quoted where it is not plain
   * (RFC 4180), and never a formula to a spreadsheet.
   */
  private static String text(String name) {
    if (name.matches("\\w[\\w.-]*")) {
      return name;
    }
    return "\"'" + Printable.line(name).replace("\"", "\"\"") + "\"";
  }
}
