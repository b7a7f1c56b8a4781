/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.tables;

import io.github.subspark.commit.Artefacts;
import io.github.subspark.commit.Artefacts.CoefficientRows;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.commit.Staging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The published Parquet tables of a run, {@code <run>/<table>/}: written by the driver from what is
 * committed, read by reports, notebooks and any {@code spark.read().parquet}. A table is replaced
 * as a whole.
 */
public final class RunTables {
  /** Version of the tables' columns; it grows when a column is renamed or changes its meaning. */
  public static final int SCHEMA_VERSION = 1;

  /** The file of a table that has but one: a reader on another machine fetches one object. */
  private static final String FILE = "part-0.parquet";

  private static final String COEFFICIENTS = "coefficients";

  /** Enough to keep a disk busy, or to hide a store's waiting times. */
  private static final int COPIES_AT_ONCE = 4;

  private static final RecordTable<ResultRow> RESULTS = new RecordTable<>(ResultRow.class);
  private static final RecordTable<CellRow> CELLS = new RecordTable<>(CellRow.class);
  private static final RecordTable<CurveRow> CURVES = new RecordTable<>(CurveRow.class);
  private static final RecordTable<AssignmentRow> ASSIGNMENTS =
      new RecordTable<>(AssignmentRow.class);
  private static final RecordTable<ImageRow> IMAGES = new RecordTable<>(ImageRow.class);

  private final SparkSession spark;
  private final RunDirectory run;

  /** Tables of a run. */
  public RunTables(SparkSession spark, RunDirectory run) {
    this.spark = spark;
    this.run = run;
  }

  /**
   * C of one cell, not yet in the table.
   *
   * @param name of its file in the table, which tells its content
   * @param file what is committed, with all columns of the table
   */
  public record CoefficientsFile(String name, Path file) {}

  /** Replaces {@code results}. */
  public void publishResults(List<ResultRow> rows) throws IOException {
    publish("results", RESULTS, rows);
  }

  /** Replaces {@code cells}. */
  public void publishCells(List<CellRow> rows) throws IOException {
    publish("cells", CELLS, rows);
  }

  /** Replaces {@code curves}. */
  public void publishCurves(List<CurveRow> rows) throws IOException {
    publish("curves", CURVES, rows);
  }

  /** Replaces {@code assignments}. */
  public void publishAssignments(List<AssignmentRow> rows) throws IOException {
    publish("assignments", ASSIGNMENTS, rows);
  }

  /** Replaces {@code images}. */
  public void publishImages(List<ImageRow> rows) throws IOException {
    publish("images", IMAGES, rows);
  }

  /**
   * Replaces {@code coefficients}: C in rows. Columns: data, compression, channels, attention,
   * seed, row, values. It is by far the largest table, and what is committed does not change: it is
   * made of copies of the committed files, byte by byte, and those that are there stay.
   */
  public void publishCoefficients(List<CoefficientsFile> cells) throws IOException {
    Set<String> there = run.names(COEFFICIENTS);
    List<Callable<Void>> copies =
        cells.stream()
            .filter(cell -> !there.contains(cell.name()))
            .map(cell -> (Callable<Void>) () -> copy(cell))
            .toList();
    ExecutorService threads = Executors.newFixedThreadPool(COPIES_AT_ONCE);
    try {
      for (Future<Void> copied : threads.invokeAll(copies)) {
        copied.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException("Cannot publish the coefficients: " + e.getMessage(), e);
    } finally {
      threads.shutdownNow();
    }
    keep(COEFFICIENTS, cells.stream().map(CoefficientsFile::name).collect(Collectors.toSet()));
  }

  private Void copy(CoefficientsFile cell) throws IOException {
    try (Staging staging = run.staging()) {
      staging.copy(cell.file(), run.resolve(COEFFICIENTS + "/" + cell.name()));
    }
    return null;
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

  /**
   * Reads C of one cell out of {@code coefficients}, row by row and without Spark: it has N x N
   * values.
   *
   * @param images N
   * @return whether it is published
   */
  public boolean coefficients(CellRow cell, int images, CoefficientRows rows) throws IOException {
    for (String name : run.names(COEFFICIENTS)) {
      if (name.startsWith(cell.key() + "-")) {
        Artefacts.readPublishedCoefficients(
            spark.sparkContext().hadoopConfiguration(),
            run.resolve(COEFFICIENTS + "/" + name),
            images,
            rows);
        return true;
      }
    }
    return false;
  }

  private <R extends Record> void publish(String name, RecordTable<R> table, List<R> rows)
      throws IOException {
    replace(name, FILE, spark.createDataFrame(table.rows(rows), table.schema()));
    keep(name, Set.of(FILE));
  }

  /**
   * Writes one file of a table aside, then moves it to its place: readers see the old rows or the
   * new ones, whoever dies meanwhile and however many publish at once.
   */
  private void replace(String table, String file, Dataset<Row> rows) throws IOException {
    try (Staging staging = run.staging()) {
      Path aside = staging.aside(table);
      write(rows, aside);
      staging.place(staging.only(aside, ".parquet"), run.resolve(table + "/" + file));
    }
  }

  /** Scala throws checked exceptions that it does not declare. */
  private static void write(Dataset<Row> rows, Path folder) throws IOException {
    try {
      rows.coalesce(1).write().parquet(folder.toString());
    } catch (Exception | FSError failed) {
      throw new IOException("Cannot write table " + folder, failed);
    }
  }

  /** Removes files of what is not committed any more. */
  private void keep(String table, Set<String> files) throws IOException {
    for (String name : run.names(table)) {
      if (!files.contains(name)) {
        run.delete(run.resolve(table + "/" + name));
      }
    }
  }

  private <R extends Record> List<R> read(String name, RecordTable<R> table) {
    if (!exists(name)) {
      return List.of();
    }
    return spark.read().parquet(path(name)).collectAsList().stream().map(table::read).toList();
  }

  private boolean exists(String name) {
    try {
      return run.names(name).contains(FILE);
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable);
    }
  }

  private String path(String name) {
    return run.resolve(name).toString();
  }
}
