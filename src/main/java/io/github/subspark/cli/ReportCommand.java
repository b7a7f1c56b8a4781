/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.InvalidInputException;
import io.github.subspark.Printable;
import io.github.subspark.UnfinishedException;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.commit.UnreadableArtefactException;
import io.github.subspark.publishing.RunDescription;
import io.github.subspark.publishing.TablePublisher;
import io.github.subspark.report.AsidesTable;
import io.github.subspark.report.Comparison;
import io.github.subspark.report.ComparisonTable;
import io.github.subspark.report.CsvReport;
import io.github.subspark.report.JsonReport;
import io.github.subspark.report.PageRenderer;
import io.github.subspark.report.PointSummary;
import io.github.subspark.report.TerminalTable;
import io.github.subspark.tables.CellRow;
import io.github.subspark.tables.ResultRow;
import io.github.subspark.tables.RunTables;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes and prints the tables of a run, or compares those of several. */
@Command(
    name = "report",
    description = "Publish and print the tables of runs, finished or stopped half way.",
    versionProvider = Versions.class,
    footer = {
      "",
      "Examples:",
      "  subspark report runs/coil20 --format csv",
      "  subspark report runs/coil20 --html coil20.html",
      "  subspark report runs/coil20 runs/coil20-batch72"
    })
final class ReportCommand implements Callable<Integer> {
  /** How to print. */
  enum Format {
    /** For people, in percent. */
    TABLE,
    /** One line per grid point, consensus and baseline with its recipe, as fractions. */
    CSV,
    /** The same with the cells, as fractions. */
    JSON
  }

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description =
          "The run directory that a sweep wrote to (--out). Several are put side by side, with"
              + " what differs between their specifications.")
  private List<String> directories;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table (percent, for people), csv or json (fractions); table if not given.")
  private Format format = Format.TABLE;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Also write a page to look at: one local file that needs nothing else, with charts,"
              + " images and all results.")
  private String html;

  @Mixin private TerminalOptions terminal;
  @Spec private CommandSpec command;

  /** What a run has now, and whether that could be published. */
  private record Reported(TablePublisher.Rows rows, ExitCode code) {}

  @Override
  public Integer call() throws IOException {
    Optional<LocalFile> page =
        Optional.ofNullable(html).map(name -> LocalFile.writable(name, "the page", "--html"));
    Configuration hadoop = SparkSessions.hadoop();
    List<RunDirectory> runs = new ArrayList<>();
    for (String directory : directories) {
      runs.add(begun(directory, hadoop));
    }
    if (runs.size() > 1 && format != Format.TABLE) {
      throw new InvalidInputException(
          "Cannot print several runs as %s: only one. Name one run, or leave out --format."
              .formatted(format.name().toLowerCase(Locale.ROOT)));
    }
    say("Publishing the tables of " + String.join(", ", places(runs)) + " ...");
    try (SparkSession spark = SparkSessions.start("subspark report")) {
      return (runs.size() == 1 ? one(runs.get(0), spark, page) : several(runs, spark, page)).code();
    }
  }

  private static RunDirectory begun(String directory, Configuration hadoop) throws IOException {
    RunDirectory run = RunDirectory.at(directory, hadoop);
    if (RunDescription.of(run).isEmpty()) {
      throw new InvalidInputException(
          "Cannot report on %s: no run.json in it. Name the directory that a sweep wrote (--out)."
              .formatted(directory));
    }
    return run;
  }

  private static List<String> places(List<RunDirectory> runs) {
    return runs.stream().map(RunDirectory::place).toList();
  }

  private ExitCode one(RunDirectory run, SparkSession spark, Optional<LocalFile> page)
      throws IOException {
    Reported reported = publish(run, spark);
    List<ResultRow> results = reported.rows().results();
    List<CellRow> cells = reported.rows().cells();
    print(
        switch (format) {
          case TABLE ->
              new TerminalTable(Charset.defaultCharset())
                      .of(PointSummary.of(results), results, cells)
                  + new AsidesTable(Charset.defaultCharset()).of(results);
          case CSV -> CsvReport.of(results);
          case JSON -> JsonReport.of(results, cells);
        });
    if (page.isPresent()) {
      write(page.get(), readable(run, () -> RunPage.html(run, spark)));
    }
    return reported.code();
  }

  private ExitCode several(List<RunDirectory> runs, SparkSession spark, Optional<LocalFile> page)
      throws IOException {
    List<Comparison.Compared> compared = new ArrayList<>();
    ExitCode code = ExitCode.DONE;
    for (RunDirectory run : runs) {
      Reported reported = publish(run, spark);
      code = reported.code() == ExitCode.DONE ? code : reported.code();
      compared.add(
          new Comparison.Compared(
              run.place(),
              RunDescription.of(run).orElseThrow(),
              reported.rows().results(),
              reported.rows().cells()));
    }
    Comparison comparison = Comparison.of(compared);
    print(new ComparisonTable(new TerminalTable(Charset.defaultCharset())).of(comparison));
    if (page.isPresent()) {
      write(page.get(), new PageRenderer().html(comparison));
    }
    return code;
  }

  /** Reads a run directory. */
  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T readable(RunDirectory run, Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException | UncheckedIOException unreadable) {
      throw new UnfinishedException(
          "Cannot read run directory %s: %s."
              .formatted(run.place(), StoreFailure.reason(unreadable)),
          unreadable);
    }
  }

  private Reported publish(RunDirectory run, SparkSession spark) {
    return readable(
        run, () -> publish(TablePublisher.of(run, new RunTables(spark, run)).orElseThrow(), run));
  }

  /** Who may only read a run can see it all the same. */
  private Reported publish(TablePublisher publisher, RunDirectory run) throws IOException {
    try {
      return new Reported(publisher.publish(), ExitCode.DONE);
    } catch (UnreadableArtefactException damaged) {
      throw damaged;
    } catch (IOException unwritable) {
      command
          .commandLine()
          .getErr()
          .printf(
              "warning: tables not published: cannot write to %s: %s%n",
              run.place(), StoreFailure.reason(unwritable));
      return new Reported(
          publisher.rows(),
          StoreFailure.isRefusal(unwritable) ? ExitCode.DONE : ExitCode.UNEXPECTED);
    }
  }

  private void write(LocalFile page, String text) {
    page.write(text);
    say("Page: " + page.path());
  }

  private void say(String line) {
    if (!terminal.quiet()) {
      command.commandLine().getErr().println(Printable.line(line));
    }
  }

  private void print(String text) {
    if (!terminal.quiet()) {
      PrintWriter out = command.commandLine().getOut();
      out.print(text);
      out.flush();
    }
  }
}
