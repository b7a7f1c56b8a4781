/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.cli.SmallSweep.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Small runs that an analyst may open, in all states.
 *
 * @param whole two compressions, three arms, two seeds, labelled; with a baseline
 * @param half the same without one of its cells
 * @param unlabelled one grid point, two seeds, no labels
 * @param failed no cell done
 */
record AnalysedRuns(Path whole, Path half, Path unlabelled, Path failed) {
  private static final String MISSING = "k2-channel-seed1";

  static AnalysedRuns sweep(Path folder) throws IOException {
    Path whole =
        swept(
            folder,
            "whole",
            0,
            "grid=[{compression=[0.25,0.5],attention=[none,channel,constant]}]",
            "clustering.baselines=[kmeans-pixels]");
    Path half = folder.resolve("half");
    FileUtils.copyDirectory(whole.toFile(), half.toFile());
    FileUtils.deleteDirectory(half.resolve("_commits/coefficients/" + MISSING).toFile());
    Ended published = SmallSweep.run("report", half);
    if (published.code() != 0) {
      throw new AssertionError(published.err());
    }
    String point = "grid=[{compression=[0.25],attention=[none]}]";
    return new AnalysedRuns(
        whole,
        half,
        swept(folder, "unlabelled", 0, point, "data.labels=false"),
        swept(
            folder,
            "failed",
            3,
            point,
            "training.restarts.final-share=1e-9",
            "training.restarts.limit=1"));
  }

  private static Path swept(Path folder, String name, int code, String... settings)
      throws IOException {
    Path run = folder.resolve(name);
    List<Object> command =
        new ArrayList<>(List.of("sweep", SmallSweep.configuration(folder), "--out", run));
    for (String setting : settings) {
      command.addAll(List.of("-D", setting));
    }
    command.addAll(List.of("-D", "seeds=[0,1]", "-D", "clustering.clusterers=[discretize]"));
    Ended ended = SmallSweep.run(command.toArray());
    if (ended.code() != code) {
      throw new AssertionError(ended.err());
    }
    return run;
  }

  /** The whole run's tables with columns renamed, as if by another version of subspark. */
  Path renamed(SparkSession spark, String name, Map<String, String> columnOfTable)
      throws IOException {
    Path copy = whole.resolveSibling(name);
    for (String table :
        List.of("results", "cells", "curves", "assignments", "coefficients", "images")) {
      Path from = whole.resolve(table);
      if (columnOfTable.containsKey(table)) {
        String column = columnOfTable.get(table);
        Dataset<Row> rows = spark.read().parquet(from.toString());
        rows.withColumnRenamed(column, column + "_2")
            .write()
            .parquet(copy.resolve(table).toString());
      } else {
        Files.createDirectories(copy);
        FileUtils.copyDirectory(from.toFile(), copy.resolve(table).toFile());
      }
    }
    return copy;
  }
}
