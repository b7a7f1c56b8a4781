/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.scores.SeedStatistics;
import io.github.subspark.tables.ResultRow;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rows of one grid point over its seeds. Scores are fractions, absent for unlabelled data.
 *
 * @param point what the rows have in common
 * @param seeds how many there are
 * @param accuracy mean and spread of ACC
 * @param nmi of NMI
 * @param ari of ARI
 * @param purity of purity
 * @param eigengap of the relative eigengap at K
 * @param residual of the self-expression residual
 * @param agreement mean ARI between the seeds' clusterings
 * @param inert seeds whose attention did nothing
 */
public record PointSummary(
    GridPoint point,
    int seeds,
    Optional<SeedStatistics> accuracy,
    Optional<SeedStatistics> nmi,
    Optional<SeedStatistics> ari,
    Optional<SeedStatistics> purity,
    Optional<SeedStatistics> eigengap,
    Optional<SeedStatistics> residual,
    Optional<Double> agreement,
    int inert) {

  /** Whether a row is of one cell, rather than of several or of none. */
  static boolean ofACell(ResultRow row) {
    return row.method().equals("dsc-network");
  }

  /** Summaries of all rows of cells, sorted. */
  public static List<PointSummary> of(List<ResultRow> rows) {
    return rows.stream()
        .filter(PointSummary::ofACell)
        .collect(Collectors.groupingBy(GridPoint::of, TreeMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(entry -> of(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static PointSummary of(GridPoint point, List<ResultRow> rows) {
    return new PointSummary(
        point,
        rows.size(),
        statistics(rows, ResultRow::accuracy),
        statistics(rows, ResultRow::nmi),
        statistics(rows, ResultRow::ari),
        statistics(rows, ResultRow::purity),
        statistics(rows, ResultRow::eigengap),
        statistics(rows, ResultRow::selfExpressionResidual),
        Optional.ofNullable(rows.get(0).seedAgreement()),
        Math.toIntExact(
            rows.stream().filter(row -> "inert".equals(row.attentionHealth())).count()));
  }

  private static Optional<SeedStatistics> statistics(
      List<ResultRow> rows, Function<ResultRow, Double> column) {
    double[] values =
        rows.stream().map(column).filter(Objects::nonNull).mapToDouble(v -> v).toArray();
    return values.length == 0 ? Optional.empty() : Optional.of(SeedStatistics.of(values));
  }
}
