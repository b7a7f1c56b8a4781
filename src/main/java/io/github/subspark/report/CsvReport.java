/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.Printable;
import io.github.subspark.scores.SeedStatistics;
import io.github.subspark.tables.ResultRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One line for what the seeds of a grid point, a consensus or a baseline have in common; scores as
 * fractions. The columns are the fields of {@link JsonReport}'s summaries.
 */
public final class CsvReport {
  private static final String HEADER =
      "method,scope,epoch_rule,compression,channels,attention,affinity,clusterer,seeds,"
          + "accuracy_mean,accuracy_sd,nmi_mean,nmi_sd,ari_mean,ari_sd,purity_mean,purity_sd,"
          + "eigengap_mean,eigengap_sd,self_expression_residual_mean,self_expression_residual_sd,"
          + "seed_agreement,inert_attentions,seconds_mean";

  private CsvReport() {}

  /** The lines; what a run does not have (labels, or a second seed) is an empty field. */
  public static String of(List<ResultRow> results) {
    return Stream.concat(Stream.of(HEADER), PointSummary.all(results).stream().map(CsvReport::line))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(PointSummary summary) {
    ResultRow key = summary.first();
    List<String> fields = new ArrayList<>();
    Stream.of(key.method(), summary.scope(), key.epochRule())
        .map(CsvReport::text)
        .forEach(fields::add);
    fields.add("" + key.compression());
    fields.add("" + key.channels());
    Stream.of(key.attention(), key.affinity(), key.clusterer())
        .map(CsvReport::text)
        .forEach(fields::add);
    fields.add("" + summary.seeds());
    Stream.of(
            summary.accuracy(),
            summary.nmi(),
            summary.ari(),
            summary.purity(),
            summary.eigengap(),
            summary.residual())
        .map(CsvReport::fields)
        .forEach(fields::add);
    fields.add(summary.agreement().map(CsvReport::number).orElse(""));
    fields.add("" + summary.inert());
    fields.add(number(summary.seconds()));
    return String.join(",", fields);
  }

  private static String fields(Optional<SeedStatistics> score) {
    return score.map(s -> number(s.mean()) + "," + number(s.standardDeviation())).orElse(",");
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6f", value);
  }

  /** One of our own names, unless someone else wrote the run directory. */
  private static String text(String name) {
    return CsvField.of(Printable.line(name));
  }
}
