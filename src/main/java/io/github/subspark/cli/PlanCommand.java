/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.Printable;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.ImageSet;
import io.github.subspark.job.Calibration;
import io.github.subspark.job.Plan;
import io.github.subspark.job.Plan.EpochTimes;
import io.github.subspark.job.Plan.PointMemory;
import io.github.subspark.job.Plan.Times;
import io.github.subspark.job.SweepJob;
import io.github.subspark.memory.MemoryCheck;
import io.github.subspark.sweep.Grid;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.TrainingSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what a sweep would do and take, without running it. */
@Command(
    name = "plan",
    description = "Show a sweep's cells, jobs, memory and time, calibrated on this machine.",
    versionProvider = Versions.class,
    footer = {
      "",
      "Examples:",
      "  subspark plan conf/coil20.conf --data COIL20.mat",
      "  subspark plan conf/coil20.conf --data COIL20.mat --no-times"
    })
final class PlanCommand implements Callable<Integer> {
  @Mixin private SweepOptions options;

  @Option(
      names = "--no-times",
      description = "Leave the calibration out: cells, jobs and memory alone, in seconds.")
  private boolean withoutTimes;

  @Mixin private TerminalOptions terminal;
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Configuration hadoop = SparkSessions.hadoop();
    SweepSpec spec = options.spec(hadoop);
    ImageSet set = SweepOptions.images(spec, hadoop);
    Grid.of(spec, set.images());
    int done = options.out().isPresent() ? done(options.out().get(), spec, set, hadoop) : 0;
    MemoryCheck memory = SparkSessions.check(spec, set.images());
    try (SparkSession spark = SparkSessions.start("subspark plan", spec.job(), this::tell)) {
      Plan plan = Plan.of(spark, spec, set.images());
      Optional<Times> times =
          withoutTimes ? Optional.empty() : Optional.of(times(spark, spec, set));
      PrintWriter out = command.commandLine().getOut();
      out.print(Printable.lines(text(plan, times, spec, set, memory, done)));
      out.flush();
    }
    return ExitCode.DONE.code();
  }

  private static int done(String out, SweepSpec spec, ImageSet set, Configuration hadoop)
      throws IOException {
    RunDirectory run = RunDirectory.at(out, hadoop);
    SweepJob.checkIdentity(run, spec, set);
    return SweepJob.cellsDone(run);
  }

  private void tell(String news) {
    if (!terminal.quiet()) {
      command.commandLine().getErr().println(news);
      command.commandLine().getErr().flush();
    }
  }

  private Times times(SparkSession spark, SweepSpec spec, ImageSet set)
      throws InterruptedException {
    return Calibration.times(
        spark,
        spec.training().engine().engine(),
        spec,
        set.images(),
        what -> tell("Calibrating: " + what));
  }

  private static String text(
      Plan plan,
      Optional<Times> times,
      SweepSpec spec,
      ImageSet set,
      MemoryCheck memory,
      int done) {
    return "%s: %d images of %d x %d, %d cells%s\n"
            .formatted(
                set.name(),
                set.images().count(),
                set.images().height(),
                set.images().width(),
                plan.cells(),
                done == 0 ? "" : ", %d of them done by now".formatted(done))
        + "Spark jobs: %s; %d at once\n\n"
            .formatted(
                plan.steps().stream()
                    .filter(step -> step.count() > 0)
                    .map(step -> step.count() + " " + step.kind().text())
                    .collect(Collectors.joining(", ")),
                plan.slots())
        + row("compression", "k", "latent", "pretraining", "fine-tuning", "heap", "off-heap")
        + plan.points().stream()
            .map(point -> row(point, times, spec.training(), set.images().count()))
            .collect(Collectors.joining())
        + "\nClustering a cell: heap %s, off-heap %s\n"
            .formatted(
                megabytes(plan.clustering().heapBytes()),
                megabytes(plan.clustering().offHeapBytes()))
        + "Memory: %s\n".formatted(memory.verdict())
        + times.map(known -> times(known, done > 0)).orElse("");
  }

  private static String row(
      PointMemory point, Optional<Times> times, TrainingSpec training, int images) {
    Optional<EpochTimes> epochs = times.map(known -> known.epochs().get(point.channels()));
    return row(
        Printable.percent(point.compression()),
        "" + point.channels(),
        "" + point.latentSize(),
        epochs(training.allPretrainingEpochs(), epochs.map(EpochTimes::pretraining)),
        epochs(training.lastFinetuningEpoch(images), epochs.map(EpochTimes::finetuning)),
        megabytes(Math.max(point.pretraining().heapBytes(), point.finetuning().heapBytes())),
        megabytes(Math.max(point.pretraining().offHeapBytes(), point.finetuning().offHeapBytes())));
  }

  private static String times(Times times, boolean begun) {
    return "Clustering of a cell: %s, MLlib's power iteration: %s\n"
            .formatted(seconds(times.clustering()), seconds(times.pic()))
        + "Time on this machine: about %s%s\n"
            .formatted(minutes(times.total()), begun ? " for all" : "");
  }

  private static String row(String... fields) {
    return String.format(Locale.ROOT, "%-12s%4s%8s%18s%18s%10s%10s%n", (Object[]) fields);
  }

  private static String epochs(int epochs, Optional<Duration> each) {
    return each.map(
            time -> String.format(Locale.ROOT, "%d x %.1f ms", epochs, time.toNanos() / 1e6))
        .orElse(epochs + " epochs");
  }

  private static String megabytes(long bytes) {
    return Math.round(bytes / 1e6) + " MB";
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }

  private static String minutes(Duration duration) {
    return duration.toMinutes() < 2
        ? duration.toSeconds() + " s"
        : "%d min".formatted(Math.round(duration.toSeconds() / 60.0));
  }
}
