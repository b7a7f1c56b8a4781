/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.commit.RunDirectory;
import io.github.subspark.publishing.RunDescription;
import io.github.subspark.report.PageOfRun;
import io.github.subspark.report.PageRenderer;
import io.github.subspark.report.PublishedRun;
import io.github.subspark.tables.RunTables;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/** The HTML page of a run, made from the tables as they are published. */
final class RunPage {
  /** In the run directory. */
  static final String NAME = "report.html";

  private RunPage() {}

  /** What a run has published. */
  static PublishedRun published(RunDirectory run, SparkSession spark) throws IOException {
    RunTables tables = new RunTables(spark, run);
    return new PublishedRun(
        run.place(),
        RunDescription.of(run).orElseThrow(),
        tables.results(),
        tables.cells(),
        tables.curves(),
        tables.assignments(),
        tables.images());
  }

  /** The page. */
  static String html(RunDirectory run, SparkSession spark) throws IOException {
    RunTables tables = new RunTables(spark, run);
    PublishedRun published = published(run, spark);
    int images = published.description().data().count();
    return new PageRenderer()
        .html(PageOfRun.of(published, (cell, rows) -> tables.coefficients(cell, images, rows)));
  }
}
