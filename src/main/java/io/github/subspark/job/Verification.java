/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.InvalidInputException;
import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.Images;
import io.github.subspark.job.Verdict.Outcome;
import io.github.subspark.publishing.RunDescription;
import io.github.subspark.steps.Commits;
import io.github.subspark.steps.FailureLog;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepContext;
import io.github.subspark.sweep.Cell;
import io.github.subspark.sweep.Grid;
import io.github.subspark.training.Engine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Computes committed steps again, each from the committed step before it, and compares. The run is
 * left as it is: what is computed goes to a folder beside it and is removed at the end.
 */
public final class Verification {
  private final JavaSparkContext spark;
  private final Engine engine;
  private final StepListener listener;

  /** Verifies on a session. */
  public Verification(SparkSession spark, Engine engine, StepListener listener) {
    this.spark = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.engine = engine;
    this.listener = listener;
  }

  /**
   * Verifies cells.
   *
   * @param images those of the run
   * @param cells of the run
   * @param halted whether to begin no more steps and leave
   * @return one verdict for each committed step of the cells
   */
  public List<Verdict> run(
      RunDirectory run,
      RunDescription description,
      Images images,
      List<Cell> cells,
      BooleanSupplier halted)
      throws IOException, InterruptedException {
    Commits commits = Commits.of(run);
    List<Step> steps =
        Step.all(description.spec(), cells).stream().filter(commits::contains).toList();
    if (steps.isEmpty()) {
      throw new InvalidInputException(
          "Cannot verify %s: nothing is committed of %s. Run the sweep first."
              .formatted(run.place(), cells.size() == 1 ? "this cell" : "these cells"));
    }
    listener.planned(steps, steps, List.of());
    RunDirectory beside = run.beside();
    try {
      FailureLog failures = FailureLog.of(beside);
      computeAgain(steps, description, images, run, beside, failures, halted);
      List<Verdict> verdicts = new ArrayList<>();
      for (Step step : steps) {
        verdicts.add(verdict(step, commits.of(step).orElseThrow(), run, beside, failures));
      }
      return verdicts;
    } finally {
      beside.remove();
    }
  }

  private void computeAgain(
      List<Step> steps,
      RunDescription description,
      Images pixels,
      RunDirectory run,
      RunDirectory beside,
      FailureLog failures,
      BooleanSupplier halted)
      throws InterruptedException {
    Broadcast<Images> images = spark.broadcast(pixels);
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.sc().hadoopConfiguration()));
    StepContext context =
        new StepContext(
            description.spec(),
            engine,
            run.root(),
            beside.root(),
            null,
            hadoop,
            description.data().name(),
            images,
            pixels.count(),
            spark.sc().longAccumulator("epochs"));
    Grid grid = Grid.of(description.spec(), pixels);
    Slots slots = new Slots(spark.sc(), description.spec(), engine);
    new StepRunner(spark, slots, context, grid, failures, listener)
        .run(steps, Set.copyOf(steps), halted);
  }

  private static Verdict verdict(
      Step step, CommitRecord committed, RunDirectory run, RunDirectory beside, FailureLog failures)
      throws IOException {
    Optional<CommitRecord> computed = beside.commit(step.kind().artefact(), step.key());
    if (computed.isPresent()) {
      return StepComparison.of(step, committed, run, computed.get(), beside);
    }
    return new Verdict(
        step,
        Outcome.FAILED,
        failures.of(step).stream()
            .map(failure -> failure.kind() + ": " + failure.message())
            .toList());
  }
}
