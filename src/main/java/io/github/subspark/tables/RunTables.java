/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.tables;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The published Parquet tables of a run, {@code <run>/<table>/}: written by the driver from what is
 * committed, read by reports, notebooks and any {@code spark.read().parquet}. A table is replaced
 * as a whole.
 */
public final class RunTables {
  /** Version of the tables' columns; it grows when a column is renamed or changes its meaning. */
  public static final int SCHEMA_VERSION = 1;

  private static final RecordTable<ResultRow> RESULTS = new RecordTable<>(ResultRow.class);
  private static final RecordTable<CellRow> CELLS = new RecordTable<>(CellRow.class);
  private static final RecordTable<CurveRow> CURVES = new RecordTable<>(CurveRow.class);
  private static final RecordTable<AssignmentRow> ASSIGNMENTS =
      new RecordTable<>(AssignmentRow.class);
  private static final RecordTable<ImageRow> IMAGES = new RecordTable<>(ImageRow.class);

  private final SparkSession spark;
  private final String root;

  /** Tables of the run directory {@code root}. */
  public RunTables(SparkSession spark, String root) {
    this.spark = spark;
    this.root = root;
  }

  /**
   * C of one cell, not yet a table: where its rows lie and the columns that identify it.
   *
   * @param file Parquet file with columns {@code row} and {@code values}
   * @param data short name of the images
   * @param compression latent size / input size
   * @param channels k
   * @param attention none, channel, constant
   * @param seed the cell's seed
   */
  public record CoefficientsFile(
      String file, String data, double compression, int channels, String attention, long seed) {}

  /** Replaces {@code results}. */
  public void publishResults(List<ResultRow> rows) {
    publish("results", RESULTS, rows);
  }

  /** Replaces {@code cells}. */
  public void publishCells(List<CellRow> rows) {
    publish("cells", CELLS, rows);
  }

  /** Replaces {@code curves}. */
  public void publishCurves(List<CurveRow> rows) {
    publish("curves", CURVES, rows);
  }

  /** Replaces {@code assignments}. */
  public void publishAssignments(List<AssignmentRow> rows) {
    publish("assignments", ASSIGNMENTS, rows);
  }

  /** Replaces {@code images}. */
  public void publishImages(List<ImageRow> rows) {
    publish("images", IMAGES, rows);
  }

  /**
   * Replaces {@code coefficients}: C in rows, copied from file to file by executors, so that the
   * driver holds none of it. Columns: data, compression, channels, attention, seed, row, values. It
   * is by far the largest table, and what is committed does not change: with as many rows as there
   * should be it stays as it is.
   *
   * @param images N, the rows of each file
   */
  public void publishCoefficients(List<CoefficientsFile> cells, int images) {
    if (exists("coefficients")
        && spark.read().parquet(path("coefficients")).count() == (long) cells.size() * images) {
      return;
    }
    Optional<Dataset<Row>> all =
        cells.stream().map(this::coefficients).reduce((left, right) -> left.union(right));
    all.ifPresent(rows -> rows.write().mode(SaveMode.Overwrite).parquet(path("coefficients")));
  }

  private Dataset<Row> coefficients(CoefficientsFile cell) {
    Dataset<Row> rows = spark.read().parquet(cell.file());
    return rows.select(
        lit(cell.data(), "data"),
        lit(cell.compression(), "compression"),
        lit(cell.channels(), "channels"),
        lit(cell.attention(), "attention"),
        lit(cell.seed(), "seed"),
        rows.col("row"),
        rows.col("values"));
  }

  private static Column lit(Object value, String name) {
    return functions.lit(value).as(name);
  }

  /** Rows of {@code results}; none if it was never published. */
  public List<ResultRow> results() {
    return read("results", RESULTS);
  }

  /** Rows of {@code cells}; none if it was never published. */
  public List<CellRow> cells() {
    return read("cells", CELLS);
  }

  /** Rows of {@code curves}; none if it was never published. */
  public List<CurveRow> curves() {
    return read("curves", CURVES);
  }

  /** Rows of {@code assignments}; none if it was never published. */
  public List<AssignmentRow> assignments() {
    return read("assignments", ASSIGNMENTS);
  }

  /** Rows of {@code images} in the order of the data; none if it was never published. */
  public List<ImageRow> images() {
    return read("images", IMAGES).stream()
        .sorted(java.util.Comparator.comparingInt(ImageRow::index))
        .toList();
  }

  private <R extends Record> void publish(String name, RecordTable<R> table, List<R> rows) {
    // One file a table: they are small, and a reader on another machine fetches one object.
    spark
        .createDataFrame(table.rows(rows), table.schema())
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(path(name));
  }

  private <R extends Record> List<R> read(String name, RecordTable<R> table) {
    if (!exists(name)) {
      return List.of();
    }
    return spark.read().parquet(path(name)).collectAsList().stream().map(table::read).toList();
  }

  private boolean exists(String name) {
    try {
      Path marker = new Path(path(name), "_SUCCESS");
      FileSystem files = marker.getFileSystem(spark.sessionState().newHadoopConf());
      return files.exists(marker);
    } catch (java.io.IOException unreachable) {
      throw new java.io.UncheckedIOException(unreachable);
    }
  }

  private String path(String name) {
    return root + "/" + name;
  }
}
