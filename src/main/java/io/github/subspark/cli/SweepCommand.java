/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.ImageReader;
import io.github.subspark.images.ImageSet;
import io.github.subspark.images.Images;
import io.github.subspark.job.SweepJob;
import io.github.subspark.report.PointSummary;
import io.github.subspark.report.TerminalTable;
import io.github.subspark.sweep.Grid;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.tables.RunTables;
import io.github.subspark.training.Dl4jEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Trains, clusters and scores a grid. */
@Command(
    name = "sweep",
    description = "Train, cluster and score a grid, and write its tables.",
    versionProvider = Versions.class,
    footer = {
      "",
      "Examples:",
      "  subspark sweep conf/quickstart.conf",
      "  subspark sweep conf/coil20.conf --data COIL20.mat -D seeds=[0,1]",
      "",
      "The same command again finishes what is missing and recomputes nothing."
    })
final class SweepCommand implements Callable<Integer> {
  @Mixin private SweepOptions options;
  @Mixin private TerminalOptions terminal;
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter err = command.commandLine().getErr();
    Configuration hadoop = SparkSessions.hadoop();
    SweepSpec spec = options.spec(hadoop);
    ImageSet set = ImageReader.read(spec.data(), hadoop);
    Grid grid = Grid.of(spec, set.images());
    RunDirectory run = RunDirectory.at(options.out().orElse("runs/" + set.name()), hadoop);
    SweepJob.checkIdentity(run, spec, set);
    if (!terminal.quiet()) {
      err.println(opening(set, grid, run));
      err.println("Starting Spark ...");
      err.flush();
    }
    try (SparkSession spark = SparkSessions.start("subspark " + set.name())) {
      SweepJob.Summary summary = sweep(spark, spec, set, run);
      print(new RunTables(spark, run.root()));
      return (summary.failed() == 0 ? ExitCode.DONE : ExitCode.CELLS_FAILED).code();
    }
  }

  private SweepJob.Summary sweep(SparkSession spark, SweepSpec spec, ImageSet set, RunDirectory run)
      throws IOException, InterruptedException {
    PrintWriter err = command.commandLine().getErr();
    try (Progress progress = new Progress(err, terminal.progress())) {
      return new SweepJob(spark, new Dl4jEngine(), progress).run(spec, set, run);
    }
  }

  private static String opening(ImageSet set, Grid grid, RunDirectory run) {
    Images images = set.images();
    return "%s: %d images of %d x %d%s, %s. %s into %s"
        .formatted(
            set.name(),
            images.count(),
            images.height(),
            images.width(),
            images.channels() == 3 ? " in colour" : "",
            set.labels().map(l -> l.names().size() + " classes").orElse("no labels"),
            grid.cells().size() == 1 ? "1 cell" : grid.cells().size() + " cells",
            run.place());
  }

  private void print(RunTables tables) {
    if (!terminal.quiet()) {
      PrintWriter out = command.commandLine().getOut();
      out.println();
      out.print(
          new TerminalTable(Charset.defaultCharset())
              .of(PointSummary.of(tables.results()), tables.cells()));
      out.flush();
    }
  }
}
