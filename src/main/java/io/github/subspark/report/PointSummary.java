/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.scores.SeedStatistics;
import io.github.subspark.tables.ResultRow;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rows of one grid point, consensus or baseline over their seeds. Scores are fractions, absent
 * for unlabelled data.
 *
 * @param first the first of the rows: they share all that identifies it but the seed
 * @param seeds how many there are
 * @param accuracy mean and spread of ACC
 * @param nmi of NMI
 * @param ari of ARI
 * @param purity of purity
 * @param eigengap of the relative eigengap at K
 * @param residual of the self-expression residual
 * @param agreement mean ARI between the seeds' clusterings
 * @param inert seeds whose attention did nothing
 * @param seconds mean time of the clusterer
 */
public record PointSummary(
    ResultRow first,
    int seeds,
    Optional<SeedStatistics> accuracy,
    Optional<SeedStatistics> nmi,
    Optional<SeedStatistics> ari,
    Optional<SeedStatistics> purity,
    Optional<SeedStatistics> eigengap,
    Optional<SeedStatistics> residual,
    Optional<Double> agreement,
    int inert,
    double seconds) {
  /** What a row shares with the other seeds': those of a consensus over all seeds have none. */
  private record Shared(boolean beside, String method, boolean allSeeds, GridPoint point)
      implements Comparable<Shared> {
    private static final Comparator<Shared> ORDER =
        Comparator.comparing(Shared::beside)
            .thenComparing(shared -> !shared.method().equals("consensus"))
            .thenComparing(Shared::method)
            .thenComparing(shared -> !shared.allSeeds())
            .thenComparing(Shared::point);

    static Shared of(ResultRow row) {
      return new Shared(!ofACell(row), row.method(), row.seed() < 0, GridPoint.of(row));
    }

    @Override
    public int compareTo(Shared other) {
      return ORDER.compare(this, other);
    }
  }

  /** Of what grid point. */
  GridPoint point() {
    return GridPoint.of(first);
  }

  /** Of what each seed has, or of what all seeds agree on. */
  String scope() {
    return first.seed() < 0 ? "all-seeds" : "each-seed";
  }

  /** Whether a row is of one cell, rather than of several or of none. */
  static boolean ofACell(ResultRow row) {
    return row.method().equals("dsc-network");
  }

  /** Summaries of all rows of cells, sorted. */
  public static List<PointSummary> of(List<ResultRow> rows) {
    return all(rows.stream().filter(PointSummary::ofACell).toList());
  }

  /** Summaries of all rows, sorted: those of cells, of consensus, and of baselines. */
  static List<PointSummary> all(List<ResultRow> rows) {
    return rows.stream()
        .collect(Collectors.groupingBy(Shared::of, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(PointSummary::summary)
        .toList();
  }

  private static PointSummary summary(List<ResultRow> rows) {
    return new PointSummary(
        rows.get(0),
        rows.size(),
        statistics(rows, ResultRow::accuracy),
        statistics(rows, ResultRow::nmi),
        statistics(rows, ResultRow::ari),
        statistics(rows, ResultRow::purity),
        statistics(rows, ResultRow::eigengap),
        statistics(rows, ResultRow::selfExpressionResidual),
        Optional.ofNullable(rows.get(0).seedAgreement()),
        Math.toIntExact(rows.stream().filter(row -> "inert".equals(row.attentionHealth())).count()),
        rows.stream().mapToDouble(ResultRow::seconds).average().orElseThrow());
  }

  private static Optional<SeedStatistics> statistics(
      List<ResultRow> rows, Function<ResultRow, Double> column) {
    double[] values =
        rows.stream().map(column).filter(Objects::nonNull).mapToDouble(v -> v).toArray();
    return values.length == 0 ? Optional.empty() : Optional.of(SeedStatistics.of(values));
  }
}
