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
  /**
   * What a row shares with the other seeds': those of a consensus over all seeds have none.
   *
   * @param beside whether the row is of several cells or of none, rather than of one
   * @param method of the row
   * @param allSeeds whether it is a consensus over them
   * @param point of the row
   */
  record Key(boolean beside, String method, boolean allSeeds, GridPoint point)
      implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::beside)
            .thenComparing(key -> !key.method().equals("consensus"))
            .thenComparing(Key::method)
            .thenComparing(key -> !key.allSeeds())
            .thenComparing(Key::point);

    static Key of(ResultRow row) {
      return new Key(!ofACell(row), row.method(), row.seed() < 0, GridPoint.of(row));
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /** What its rows share. */
  Key key() {
    return Key.of(first);
  }

  /** Of what grid point. */
  GridPoint point() {
    return GridPoint.of(first);
  }

  /** Of what each seed has, or of what all seeds agree on. */
  String scope() {
    return key().allSeeds() ? "all-seeds" : "each-seed";
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
        .collect(Collectors.groupingBy(Key::of, TreeMap::new, Collectors.toList()))
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
