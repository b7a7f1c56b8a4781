/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.InvalidInputException;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.publishing.RunDescription;
import io.github.subspark.report.PageOfRun;
import io.github.subspark.report.PageRenderer;
import io.github.subspark.report.PublishedRun;
import io.github.subspark.tables.RunTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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

  /**
   * A local file that a page can be written to.
   *
   * @throws InvalidInputException if it cannot
   */
  static Path writable(String file) {
    try {
      Path path = Path.of(file).toAbsolutePath();
      Path folder = path.getParent();
      if (Files.isDirectory(path) || folder == null) {
        throw refusal(file, "it is a folder");
      }
      if (!Files.isDirectory(folder)) {
        throw refusal(file, "there is no folder " + folder);
      }
      if (!Files.isWritable(Files.exists(path) ? path : folder)) {
        throw refusal(file, "permission denied");
      }
      return path;
    } catch (InvalidPathException unnameable) {
      throw refusal(file, unnameable.getReason());
    }
  }

  private static InvalidInputException refusal(String file, String reason) {
    return new InvalidInputException(
        "Cannot write the page to %s: %s. Name a file in a local folder that you may write to (--html)."
            .formatted(file, reason));
  }
}
