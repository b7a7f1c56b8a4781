/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.InvalidInputException;
import io.github.subspark.clustering.ClustererKind;
import io.github.subspark.commit.FailureRecord;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.ImageSet;
import io.github.subspark.images.Images;
import io.github.subspark.job.StepOutcome.Committed;
import io.github.subspark.job.StepOutcome.Failed;
import io.github.subspark.sweep.Cell;
import io.github.subspark.sweep.Grid;
import io.github.subspark.sweep.RunIdentity;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.tables.RunTables;
import io.github.subspark.training.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A sweep as one Spark application: every step of every cell is a Spark job of its own, so that
 * Spark's limit on task failures ends one cell and never the grid.
 */
public final class SweepJob {
  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Engine engine;
  private final StepListener listener;

  /** Runs sweeps on a session. */
  public SweepJob(SparkSession spark, Engine engine, StepListener listener) {
    this.spark = spark;
    this.engine = engine;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.listener = listener;
  }

  /**
   * How a sweep ended.
   *
   * @param cells of the grid
   * @param failed cells that did not finish
   */
  public record Summary(int cells, int failed) {}

  /**
   * Refuses a directory that holds another run. Cheap, and needs no Spark: called before a session
   * starts.
   *
   * @throws InvalidInputException with the differences
   */
  public static void checkIdentity(RunDirectory run, SweepSpec spec, ImageSet set)
      throws IOException {
    Optional<RunDescription> there = RunDescription.of(run);
    if (there.isEmpty()) {
      if (!run.isEmpty()) {
        throw new InvalidInputException(
            "Cannot use output directory %s: it holds files but no run. Name an empty or new one."
                .formatted(run.place()));
      }
      return;
    }
    RunDescription.Data data = there.get().data();
    List<String> differences =
        RunIdentity.of(spec, set.name(), set.fingerprint())
            .differences(RunIdentity.of(there.get().spec(), data.name(), data.fingerprint()));
    if (!differences.isEmpty()) {
      throw new InvalidInputException(
          "Cannot use output directory %s: it holds another run (%s). Name another directory, or undo the change."
              .formatted(run.place(), String.join("; ", differences)));
    }
  }

  /** Runs what is missing of a sweep, then publishes its tables. */
  public Summary run(SweepSpec spec, ImageSet set, RunDirectory run)
      throws IOException, InterruptedException {
    Grid grid = Grid.of(spec, set.images());
    RunDescription description = begin(spec, set, grid.cells(), run);
    List<Step> all = steps(spec, description.cells());
    Set<Step> done = committed(run, all);
    List<Step> missing = all.stream().filter(step -> !done.contains(step)).toList();
    listener.planned(all, missing);
    if (!missing.isEmpty()) {
      runSteps(spec, set.images(), run, grid, missing, done);
    }
    listener.publishing();
    new TablePublisher(run, description, new RunTables(spark, run.root())).publish();
    Set<Step> after = committed(run, all);
    long failed =
        description.cells().stream()
            .filter(
                cell ->
                    all.stream()
                        .anyMatch(step -> step.cell().equals(cell) && !after.contains(step)))
            .count();
    return new Summary(description.cells().size(), Math.toIntExact(failed));
  }

  private RunDescription begin(SweepSpec spec, ImageSet set, List<Cell> cells, RunDirectory run)
      throws IOException {
    Optional<RunDescription> there = RunDescription.of(run);
    RunTables tables = new RunTables(spark, run.root());
    if (there.isPresent()) {
      if (tables.images().isEmpty()) {
        tables.publishImages(TablePublisher.imageRows(set));
      }
      return there.get();
    }
    RunDescription description = RunDescription.of(spec, set, cells, spark.version());
    run.describe(description.json());
    tables.publishImages(TablePublisher.imageRows(set));
    return description;
  }

  /** All steps of a grid: a pretraining stands once for the arms that share it. */
  static List<Step> steps(SweepSpec spec, List<Cell> cells) {
    Set<Step> steps = new LinkedHashSet<>();
    for (Cell cell : cells) {
      steps.add(Step.pretraining(cell));
      steps.add(new Step(StepKind.FINETUNE, cell));
      if (StepTask.clustersLocally(spec)) {
        steps.add(new Step(StepKind.CLUSTER, cell));
      }
      if (spec.clustering().clusterers().contains(ClustererKind.PIC)) {
        steps.add(new Step(StepKind.PIC, cell));
      }
    }
    return List.copyOf(steps);
  }

  private static Set<Step> committed(RunDirectory run, List<Step> steps) throws IOException {
    return steps.stream().filter(Commits.of(run)::contains).collect(Collectors.toSet());
  }

  private void runSteps(
      SweepSpec spec,
      Images pixels,
      RunDirectory run,
      Grid grid,
      List<Step> missing,
      Set<Step> done)
      throws InterruptedException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Broadcast<Images> images = context.broadcast(pixels);
    Broadcast<SerializableConfiguration> configuration =
        context.broadcast(new SerializableConfiguration(hadoop));
    StepContext shared =
        new StepContext(spec, engine, run.root(), run.root(), configuration, images);
    Slots slots = new Slots(spark.sparkContext(), spec.job().coresPerTraining());
    try {
      new StepScheduler(
              step -> heard(step, run, new StepTask(shared, grid.architecture(step.cell())), slots),
              slots)
          .run(missing, done);
    } finally {
      images.destroy();
      configuration.destroy();
    }
  }

  /** Runs a step and tells of it; a failure is written down before anyone hears of it. */
  private StepOutcome heard(Step step, RunDirectory run, StepTask task, Slots slots) {
    listener.started(step);
    StepOutcome outcome = submit(step, task, slots);
    if (outcome instanceof Failed failed) {
      FailureRecord failure =
          new FailureRecord(
              step.kind().text(),
              step.key(),
              failed.kind(),
              failed.message(),
              failed.stack(),
              failed.host(),
              Instant.now().toString());
      try {
        run.write(failure);
      } catch (IOException unwritable) {
        throw new UncheckedIOException(unwritable);
      } finally {
        listener.failed(step, failure);
      }
    } else {
      listener.committed(step);
    }
    return outcome;
  }

  private StepOutcome submit(Step step, StepTask task, Slots slots) {
    context.setJobGroup(step.key(), step.description(), true);
    // Pools of their own: otherwise MLlib's many small jobs would queue behind the trainings.
    context.setLocalProperty("spark.scheduler.pool", step.kind().text());
    try {
      if (step.kind() == StepKind.PIC) {
        new PicStep(context, task).run(step);
        return new Committed();
      }
      JavaRDD<Step> one = context.parallelize(new ArrayList<>(List.of(step)), 1);
      boolean training = step.kind() == StepKind.PRETRAIN || step.kind() == StepKind.FINETUNE;
      JavaRDD<Step> placed =
          training && slots.wantsProfile() ? one.withResources(slots.profile()) : one;
      return placed.map(task).collect().get(0);
    } catch (Exception aborted) {
      return Failures.ofJob(aborted);
    } finally {
      context.clearJobGroup();
    }
  }
}
