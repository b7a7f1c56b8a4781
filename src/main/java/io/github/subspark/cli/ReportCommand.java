/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.InvalidInputException;
import io.github.subspark.UnfinishedException;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.commit.UnreadableArtefactException;
import io.github.subspark.publishing.RunDescription;
import io.github.subspark.publishing.TablePublisher;
import io.github.subspark.report.CsvReport;
import io.github.subspark.report.JsonReport;
import io.github.subspark.report.PointSummary;
import io.github.subspark.report.TerminalTable;
import io.github.subspark.tables.CellRow;
import io.github.subspark.tables.RunTables;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes and prints the tables of a run. */
@Command(
    name = "report",
    description = "Publish and print the tables of a run, finished or stopped half way.",
    versionProvider = Versions.class,
    footer = {"", "Example:", "  subspark report runs/coil20 --format csv"})
final class ReportCommand implements Callable<Integer> {
  /** How to print. */
  enum Format {
    /** For people, in percent. */
    TABLE,
    /** One line per grid point, affinity and clusterer, as fractions. */
    CSV,
    /** The same with the cells, as fractions. */
    JSON
  }

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "The run directory that a sweep wrote to (--out).")
  private String directory;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table (percent, for people), csv or json (fractions); table if not given.")
  private Format format = Format.TABLE;

  @Mixin private TerminalOptions terminal;
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    RunDirectory run = RunDirectory.at(directory, SparkSessions.hadoop());
    if (RunDescription.of(run).isEmpty()) {
      throw new InvalidInputException(
          "Cannot report on %s: no run.json in it. Name the directory that a sweep wrote (--out)."
              .formatted(directory));
    }
    if (!terminal.quiet()) {
      command.commandLine().getErr().println("Publishing the tables of " + run.place() + " ...");
    }
    try (SparkSession spark = SparkSessions.start("subspark report")) {
      return report(TablePublisher.of(run, new RunTables(spark, run)).orElseThrow(), run).code();
    } catch (IOException | UncheckedIOException unreadable) {
      throw new UnfinishedException(
          "Cannot read run directory %s: %s."
              .formatted(run.place(), StoreFailure.reason(unreadable)),
          unreadable);
    }
  }

  /** Who may only read a run can see it all the same. */
  private ExitCode report(TablePublisher publisher, RunDirectory run) throws IOException {
    try {
      print(publisher.publish());
      return ExitCode.DONE;
    } catch (UnreadableArtefactException damaged) {
      throw damaged;
    } catch (IOException unwritable) {
      command
          .commandLine()
          .getErr()
          .printf(
              "warning: tables not published: cannot write to %s: %s%n",
              run.place(), StoreFailure.reason(unwritable));
      print(publisher.rows());
      return StoreFailure.isRefusal(unwritable) ? ExitCode.DONE : ExitCode.UNEXPECTED;
    }
  }

  private void print(TablePublisher.Rows rows) {
    if (terminal.quiet()) {
      return;
    }
    List<PointSummary> summaries = PointSummary.of(rows.results());
    List<CellRow> cells = rows.cells();
    PrintWriter out = command.commandLine().getOut();
    out.print(
        switch (format) {
          case TABLE -> new TerminalTable(Charset.defaultCharset()).of(summaries, cells);
          case CSV -> CsvReport.of(summaries);
          case JSON -> JsonReport.of(summaries, cells);
        });
    out.flush();
  }
}
