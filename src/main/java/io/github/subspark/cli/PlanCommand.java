/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.Printable;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.ImageSet;
import io.github.subspark.job.Calibration;
import io.github.subspark.job.Plan;
import io.github.subspark.job.Plan.PointCost;
import io.github.subspark.job.SweepJob;
import io.github.subspark.memory.MemoryCheck;
import io.github.subspark.sweep.Grid;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what a sweep would do and take, without running it. */
@Command(
    name = "plan",
    description = "Show a sweep's cells, jobs, memory and time, calibrated on this machine.",
    versionProvider = Versions.class,
    footer = {"", "Example:", "  subspark plan conf/coil20.conf --data COIL20.mat"})
final class PlanCommand implements Callable<Integer> {
  @Mixin private SweepOptions options;
  @Mixin private TerminalOptions terminal;
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Configuration hadoop = SparkSessions.hadoop();
    SweepSpec spec = options.spec(hadoop);
    Engine engine = spec.training().engine().engine();
    ImageSet set = SweepOptions.images(spec, hadoop);
    Grid.of(spec, set.images());
    int done = options.out().isPresent() ? done(options.out().get(), spec, set, hadoop) : 0;
    MemoryCheck memory = SparkSessions.check(spec, set.images());
    try (SparkSession spark = SparkSessions.start("subspark plan", spec.job(), this::tell)) {
      Plan plan =
          Calibration.plan(spark, engine, spec, set.images(), what -> tell("Calibrating: " + what));
      PrintWriter out = command.commandLine().getOut();
      out.print(Printable.lines(text(plan, spec, set, memory, done)));
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

  private static String text(
      Plan plan, SweepSpec spec, ImageSet set, MemoryCheck memory, int done) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %d images of %d x %d, %d cells\n"
            .formatted(
                set.name(),
                set.images().count(),
                set.images().height(),
                set.images().width(),
                plan.cells()));
    text.append(
        "Spark jobs: %s; %d at once\n\n"
            .formatted(
                plan.steps().stream()
                    .filter(step -> step.count() > 0)
                    .map(step -> step.count() + " " + step.kind().text())
                    .collect(Collectors.joining(", ")),
                plan.slots()));
    text.append(
        row("compression", "k", "latent", "pretraining", "fine-tuning", "heap", "off-heap"));
    for (PointCost point : plan.points()) {
      text.append(
          row(
              Printable.percent(point.compression()),
              "" + point.channels(),
              "" + point.latentSize(),
              epochs(point.pretrainingEpoch(), spec.training().allPretrainingEpochs()),
              epochs(
                  point.finetuningEpoch(),
                  spec.training().lastFinetuningEpoch(set.images().count())),
              megabytes(Math.max(point.pretraining().heapBytes(), point.finetuning().heapBytes())),
              megabytes(
                  Math.max(
                      point.pretraining().offHeapBytes(), point.finetuning().offHeapBytes()))));
    }
    text.append(
        "\nClustering a cell: heap %s, off-heap %s\n"
            .formatted(
                megabytes(plan.clusteringMemory().heapBytes()),
                megabytes(plan.clusteringMemory().offHeapBytes())));
    text.append("Memory: %s\n".formatted(memory.verdict()));
    text.append(
        "Clustering of a cell: %s, MLlib's power iteration: %s\n"
            .formatted(seconds(plan.clustering()), seconds(plan.pic())));
    text.append(
        "Time on this machine: about %s%s\n"
            .formatted(
                minutes(plan.total()),
                done == 0
                    ? ""
                    : " for all; %d of %d cells are done by now".formatted(done, plan.cells())));
    return text.toString();
  }

  private static String row(String... fields) {
    return String.format(Locale.ROOT, "%-12s%4s%8s%18s%18s%10s%10s%n", (Object[]) fields);
  }

  private static String epochs(Duration epoch, int epochs) {
    return String.format(Locale.ROOT, "%d x %.1f ms", epochs, epoch.toNanos() / 1e6);
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
