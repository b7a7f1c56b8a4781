/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.InvalidInputException;
import io.github.subspark.Printable;
import io.github.subspark.UnfinishedException;
import io.github.subspark.commit.Lease;
import io.github.subspark.commit.LeaseHeldException;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.ImageSet;
import io.github.subspark.images.Images;
import io.github.subspark.job.Resume;
import io.github.subspark.job.SweepJob;
import io.github.subspark.publishing.TablePublisher;
import io.github.subspark.report.AsidesTable;
import io.github.subspark.report.PointSummary;
import io.github.subspark.report.TerminalTable;
import io.github.subspark.sweep.Grid;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
      "The same command again finishes what is missing and recomputes nothing. Cells that",
      "failed stay failed unless their executor was lost; --retry-failed tries them again."
    })
final class SweepCommand implements Callable<Integer> {
  private static final long WAIT_MILLIS = 2000;

  @Mixin private SweepOptions options;

  @Option(names = "--retry-failed", description = "Try cells again that failed before.")
  private boolean retryFailed;

  @Option(
      names = "--strict-numerics",
      description =
          "Refuse to go on, and refuse executors, where figures would not agree bit for bit with"
              + " what the run has: another backend, BLAS, kernel or number of threads.")
  private boolean strictNumerics;

  @Option(
      names = "--wait",
      description =
          "If another driver is at work on the run, wait for its end (else: exit code 4).")
  private boolean waitForLease;

  @Mixin private TerminalOptions terminal;
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException, LeaseHeldException {
    Configuration hadoop = SparkSessions.hadoop();
    SweepSpec spec = options.spec(hadoop);
    Engine engine = SparkSessions.engine(spec.training().engine());
    ImageSet set = SweepOptions.images(spec, hadoop);
    Grid grid = Grid.of(spec, set.images());
    RunDirectory run = RunDirectory.at(options.out().orElse("runs/" + set.name()), hadoop);
    SweepJob.checkIdentity(run, spec, set);
    SparkSessions.check(spec, set.images());
    int done;
    ExitCode code;
    try (Lease lease = lease(run, spec.sweep().lease());
        Termination end = new Termination(() -> farewell(run, lease))) {
      done = SweepJob.cellsDone(run);
      say(opening(set, grid, run, done));
      say("Starting Spark ...");
      // Another driver may have begun the run while this one waited for the lease.
      SweepJob.checkIdentity(run, spec, set);
      code = sweep(spec, engine, set, run, lease, end);
    }
    if (code == ExitCode.DONE && done < grid.cells().size()) {
      archiveClasses();
    }
    return code.code();
  }

  private ExitCode sweep(
      SweepSpec spec, Engine engine, ImageSet set, RunDirectory run, Lease lease, Termination end)
      throws IOException, InterruptedException, LeaseHeldException {
    Resume resume = new Resume(retryFailed, strictNumerics);
    try (SparkSession spark =
        SparkSessions.start("subspark " + set.name(), spec.job(), this::say)) {
      SweepJob.Summary summary;
      try (Progress progress = new Progress(command.commandLine().getErr(), terminal.progress())) {
        summary =
            new SweepJob(spark, engine, progress)
                .run(spec, set, run, resume, () -> end.underWay() || lease.lost());
      }
      lease.check();
      if (summary.ending() == SweepJob.Ending.HALTED) {
        return ExitCode.TERMINATED;
      }
      print(summary.rows());
      page(run, spark);
      if (summary.ending() == SweepJob.Ending.HOPELESS) {
        say(
            "Ended early: sweep.max-failed-cells = %d. Mend the cause, then --retry-failed."
                .formatted(spec.sweep().maxFailedCells()));
      }
      return summary.unfinished() == 0 ? ExitCode.DONE : ExitCode.CELLS_FAILED;
    } catch (IOException | UncheckedIOException broken) {
      throw new UnfinishedException(
          "Cannot read or write run directory %s: %s. What is committed stays; mend the cause, and the same command goes on."
              .formatted(run.place(), StoreFailure.reason(broken)),
          broken);
    }
  }

  /** The tables are there: that nobody can look at them yet is no failure of the sweep. */
  private void page(RunDirectory run, SparkSession spark) {
    try {
      run.put(RunPage.NAME, RunPage.html(run, spark));
      say("Report: " + RunDirectory.place(run.resolve(RunPage.NAME)));
    } catch (IOException | RuntimeException failed) {
      say(
          "warning: no report.html: %s. The tables are published; 'subspark report %s --html FILE' tries again."
              .formatted(StoreFailure.reason(failed), run.place()));
    }
  }

  /** Of a sweep that came to use them all. Only ever a matter of speed. */
  private void archiveClasses() {
    Optional<Path> archive = ClassArchive.wanted();
    if (archive.isEmpty()) {
      return;
    }
    say("Archiving classes, so that the next start is quicker ...");
    try {
      ClassArchive.write(archive.get());
    } catch (IOException failed) {
      say("No archive of classes: %s. Starting stays slower.".formatted(failed.getMessage()));
    }
  }

  private Lease lease(RunDirectory run, Duration expiry)
      throws InterruptedException, LeaseHeldException {
    boolean told = false;
    while (true) {
      try {
        return Lease.take(run, expiry);
      } catch (LeaseHeldException held) {
        if (!waitForLease) {
          throw held;
        }
        if (!told) {
          say(
              held.getMessage()
                  .replaceFirst("^Cannot take", "Waiting for")
                  .replaceFirst(" Use --wait.*", ""));
          told = true;
        }
        Thread.sleep(WAIT_MILLIS);
      } catch (IOException unwritable) {
        throw new InvalidInputException(
            "Cannot write to run directory %s: %s. Name a folder that you may write to, with space left."
                .formatted(run.place(), StoreFailure.reason(unwritable)),
            unwritable);
      }
    }
  }

  private void farewell(RunDirectory run, Lease lease) {
    lease.close();
    say("");
    say(
        "Ended by a signal: what is committed stays. The same command goes on; 'subspark report %s' shows what there is."
            .formatted(run.place()));
  }

  private void say(String line) {
    if (!terminal.quiet()) {
      PrintWriter err = command.commandLine().getErr();
      err.println(Printable.line(line));
      err.flush();
    }
  }

  private static String opening(ImageSet set, Grid grid, RunDirectory run, int done) {
    Images images = set.images();
    return "%s: %d images of %d x %d%s, %s. %s into %s%s"
        .formatted(
            set.name(),
            images.count(),
            images.height(),
            images.width(),
            images.channels() == 3 ? " in colour" : "",
            set.labels().map(l -> l.names().size() + " classes").orElse("no labels"),
            grid.cells().size() == 1 ? "1 cell" : grid.cells().size() + " cells",
            run.place(),
            done == 0 ? "" : "; %d of them already done".formatted(done));
  }

  private void print(TablePublisher.Rows rows) {
    if (!terminal.quiet()) {
      PrintWriter out = command.commandLine().getOut();
      out.println();
      out.print(
          new TerminalTable(Charset.defaultCharset())
              .of(PointSummary.of(rows.results()), rows.results(), rows.cells()));
      out.print(new AsidesTable(Charset.defaultCharset()).of(rows.results()));
      out.flush();
    }
  }
}
