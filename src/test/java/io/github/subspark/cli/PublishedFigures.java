/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The published figures of a run, to the last bit, without times and hosts. */
final class PublishedFigures {
  private static final List<String> TABLES =
      List.of("results", "assignments", "curves", "coefficients");
  private static final Set<String> ASIDE = Set.of("seconds", "host");

  private PublishedFigures() {}

  /** Each table's rows as text that gives every number exactly, in an order of their own. */
  static Map<String, List<String>> of(SparkSession spark, Path run) {
    Map<String, List<String>> tables = new TreeMap<>();
    for (String table : TABLES) {
      Dataset<Row> rows = spark.read().parquet(run.resolve(table).toString());
      Column[] columns =
          Stream.of(rows.columns())
              .filter(column -> !ASIDE.contains(column))
              .map(rows::col)
              .toArray(Column[]::new);
      List<String> lines = new ArrayList<>();
      lines.add(String.join(" ", rows.select(columns).columns()));
      rows.select(columns).collectAsList().stream()
          .map(row -> row.mkString(" "))
          .sorted()
          .forEach(lines::add);
      tables.put(table, List.copyOf(lines));
    }
    return tables;
  }
}
