/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.InvalidInputException;
import io.github.subspark.UnfinishedException;
import io.github.subspark.commit.Leftovers;
import io.github.subspark.commit.Numerics;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.ImageSet;
import io.github.subspark.images.Images;
import io.github.subspark.memory.StepMemory;
import io.github.subspark.publishing.RunDescription;
import io.github.subspark.publishing.TablePublisher;
import io.github.subspark.steps.Aside;
import io.github.subspark.steps.Commits;
import io.github.subspark.steps.FailureLog;
import io.github.subspark.steps.NumericsCheck;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepContext;
import io.github.subspark.sweep.Cell;
import io.github.subspark.sweep.Grid;
import io.github.subspark.sweep.RunIdentity;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.tables.RunTables;
import io.github.subspark.training.Engine;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
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

  /** Why a sweep ended. */
  public enum Ending {
    /** Nothing is left that could be run. */
    EXHAUSTED,
    /** So many cells failed that no more were begun. */
    HOPELESS,
    /** It was told to; its tables are not published. */
    HALTED
  }

  /**
   * How a sweep ended.
   *
   * @param cells of the grid
   * @param unfinished cells that failed or were not reached
   * @param rows what was published; none if nothing was
   */
  public record Summary(Ending ending, int cells, int unfinished, TablePublisher.Rows rows) {}

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
        RunIdentity.of(spec, set.name(), set.images().count(), set.fingerprint())
            .differences(
                RunIdentity.of(there.get().spec(), data.name(), data.count(), data.fingerprint()));
    if (!differences.isEmpty()) {
      throw new InvalidInputException(
          "Cannot use output directory %s: it holds another run (%s). Name another directory, or undo the change."
              .formatted(run.place(), String.join("; ", differences)));
    }
  }

  /**
   * Runs what is missing of a sweep, then publishes its tables.
   *
   * @param halted whether to begin no more steps and leave
   * @throws UnfinishedException if Spark was stopped before the end
   */
  public Summary run(
      SweepSpec spec, ImageSet set, RunDirectory run, Resume resume, BooleanSupplier halted)
      throws IOException, InterruptedException {
    JobLabel label = new JobLabel(context.sc(), "subspark", "tables of " + set.name(), "subspark");
    LongAccumulator epochs = context.sc().longAccumulator("epochs");
    try (CellWatch watch = new CellWatch(context.sc(), epochs, listener)) {
      return run(spec, set, run, resume, watch, epochs, halted);
    } finally {
      label.restore();
    }
  }

  private Summary run(
      SweepSpec spec,
      ImageSet set,
      RunDirectory run,
      Resume resume,
      StepListener watch,
      LongAccumulator epochs,
      BooleanSupplier halted)
      throws IOException, InterruptedException {
    Grid grid = Grid.of(spec, set.images());
    Slots slots = new Slots(context.sc(), spec, engine);
    boolean begun = RunDescription.of(run).isPresent();
    if (!begun) {
      // Before anything is written: the remedy may be another specification.
      requireGpus(spec, grid, set, slots);
    }
    RunDescription description = begin(spec, set, grid.cells(), run);
    List<Step> all = Step.all(spec, description.cells());
    Commits commits = Commits.of(run);
    FailureLog failures = FailureLog.of(run);
    Predicate<Step> lasting = step -> !resume.retryFailed() && failures.lasting(step);
    List<Step> undone = all.stream().filter(step -> !commits.contains(step)).toList();
    List<Step> givenUp = undone.stream().filter(step -> lostWith(step, undone, lasting)).toList();
    List<Step> missing = undone.stream().filter(step -> !givenUp.contains(step)).toList();
    watch.planned(all, missing, givenUp);
    BooleanSupplier hopeless =
        () -> spec.sweep().hopeless(failures.failedCells(description.cells()));
    if (!missing.isEmpty() || !Aside.missing(spec, description.cells(), commits).isEmpty()) {
      Set<Step> done = all.stream().filter(commits::contains).collect(Collectors.toSet());
      if (begun) {
        requireGpus(spec, grid, set, slots);
      }
      List<Numerics> numerics = numerics(run, commits, slots, resume);
      runSteps(
          new Work(spec, set, run, grid, slots, missing, done, numerics, resume, epochs),
          failures,
          watch,
          () -> halted.getAsBoolean() || hopeless.getAsBoolean());
    }
    int unfinished = unfinished(all, description.cells(), Commits.of(run));
    if (halted.getAsBoolean()) {
      return new Summary(
          Ending.HALTED, description.cells().size(), unfinished, TablePublisher.Rows.NONE);
    }
    watch.publishing();
    TablePublisher.Rows rows =
        new TablePublisher(run, description, new RunTables(spark, run)).publish();
    removeLeftovers(run);
    Ending ending = hopeless.getAsBoolean() ? Ending.HOPELESS : Ending.EXHAUSTED;
    return new Summary(ending, description.cells().size(), unfinished, rows);
  }

  private void requireGpus(SweepSpec spec, Grid grid, ImageSet set, Slots slots) {
    if (spec.job().gpuCheck()) {
      long bytes = StepMemory.largestTraining(grid, spec, set.images().count());
      new GpuPreflight(context.sc(), slots, engine, bytes).require();
    }
  }

  /** How many cells of a run are done; none if it has not begun. Needs no Spark. */
  public static int cellsDone(RunDirectory run) throws IOException {
    Optional<RunDescription> there = RunDescription.of(run);
    if (there.isEmpty()) {
      return 0;
    }
    List<Cell> cells = there.get().cells();
    return cells.size() - unfinished(Step.all(there.get().spec(), cells), cells, Commits.of(run));
  }

  private static void removeLeftovers(RunDirectory run) {
    try {
      Leftovers.remove(run);
    } catch (IOException later) {
      // Nobody reads them, and the next run tries again.
    }
  }

  /** Whether a step, or one that it needs, failed for good. */
  private static boolean lostWith(Step step, List<Step> undone, Predicate<Step> lasting) {
    return lasting.test(step)
        || undone.stream().anyMatch(before -> step.needs(before) && lasting.test(before));
  }

  private static int unfinished(List<Step> all, List<Cell> cells, Commits commits) {
    List<Step> undone = all.stream().filter(step -> !commits.contains(step)).toList();
    return Math.toIntExact(
        cells.stream().filter(cell -> undone.stream().anyMatch(s -> s.serves(cell))).count());
  }

  /**
   * What the run has been computed with, then what executors compute with, as far as either is
   * known or has to be.
   */
  private List<Numerics> numerics(RunDirectory run, Commits commits, Slots slots, Resume resume) {
    Optional<Numerics> ofRun = NumericsCheck.ofRun(commits);
    if (ofRun.isEmpty() && !resume.strictNumerics()) {
      return List.of();
    }
    Numerics here = slots.numerics(engine);
    if (ofRun.isPresent() && resume.strictNumerics()) {
      NumericsCheck.require(here, ofRun.get(), run);
    }
    return List.of(ofRun.orElse(here), here);
  }

  private RunDescription begin(SweepSpec spec, ImageSet set, List<Cell> cells, RunDirectory run)
      throws IOException {
    Optional<RunDescription> there = RunDescription.of(run);
    RunTables tables = new RunTables(spark, run);
    if (there.isPresent()) {
      if (tables.images().isEmpty()) {
        tables.publishImages(TablePublisher.imageRows(set));
      }
      return there.get();
    }
    RunDescription description = RunDescription.of(spec, set, cells, spark.version());
    run.put("run.json", description.json());
    // Not beside the steps: parquet-mr 1.13 shares encodings among a process's writers, and what
    // Spark writes has dictionaries, which a step's artefacts must not have.
    tables.publishImages(TablePublisher.imageRows(set));
    return description;
  }

  /**
   * What is to be run.
   *
   * @param missing steps
   * @param done steps that are committed
   * @param numerics of the run so far, then of executors; none if neither is known
   * @param epochs counts trained epochs
   */
  private record Work(
      SweepSpec spec,
      ImageSet set,
      RunDirectory run,
      Grid grid,
      Slots slots,
      List<Step> missing,
      Set<Step> done,
      List<Numerics> numerics,
      Resume resume,
      LongAccumulator epochs) {}

  private void runAsides(Work work, StepContext shared, StepListener watch, BooleanSupplier halted)
      throws IOException, InterruptedException {
    if (!halted.getAsBoolean() && !spark.sparkContext().isStopped()) {
      List<Aside> asides = Aside.missing(work.spec(), work.grid().cells(), Commits.of(work.run()));
      new AsideRunner(context, work.slots(), shared, watch).run(asides, halted);
    }
  }

  private void runSteps(Work work, FailureLog failures, StepListener watch, BooleanSupplier halted)
      throws IOException, InterruptedException {
    Broadcast<Images> images = context.broadcast(work.set().images());
    Broadcast<SerializableConfiguration> configuration =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    String root = work.run().root();
    Numerics required = work.resume().strictNumerics() ? work.numerics().get(0) : null;
    StepContext shared =
        new StepContext(
            work.spec(),
            engine,
            root,
            root,
            required,
            configuration,
            work.set().name(),
            images,
            work.set().images().count(),
            work.epochs());
    try {
      StepRunner runner =
          new StepRunner(context, work.slots(), shared, work.grid(), failures, watch);
      work.numerics().forEach(runner::compare);
      runner.run(work.missing(), work.done(), halted);
      runAsides(work, shared, watch, halted);
    } finally {
      if (!spark.sparkContext().isStopped()) {
        images.destroy();
        configuration.destroy();
      }
    }
    if (spark.sparkContext().isStopped() && !halted.getAsBoolean()) {
      throw new UnfinishedException(
          "Cannot go on: Spark stopped the application. See its master's or resource manager's log;"
              + " what is committed stays, and the same command goes on.",
          null);
    }
  }
}
