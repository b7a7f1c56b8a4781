/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.commit.FailureRecord;
import io.github.subspark.commit.Numerics;
import io.github.subspark.memory.MemoryGuard;
import io.github.subspark.memory.OutOfMemoryException;
import io.github.subspark.steps.FailureLog;
import io.github.subspark.steps.Failures;
import io.github.subspark.steps.GpuUnusableException;
import io.github.subspark.steps.NumericsChangedException;
import io.github.subspark.steps.NumericsCheck;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepContext;
import io.github.subspark.steps.StepKind;
import io.github.subspark.steps.StepOutcome;
import io.github.subspark.steps.StepOutcome.Committed;
import io.github.subspark.steps.StepOutcome.Failed;
import io.github.subspark.steps.StepTask;
import io.github.subspark.sweep.Grid;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs steps, each as a Spark job of its own, so that Spark's limit on task failures ends one cell
 * and never the grid. A failure is written down before anyone hears of it.
 */
final class StepRunner {
  private final JavaSparkContext spark;
  private final StepContext shared;
  private final Grid grid;
  private final FailureLog failures;
  private final StepListener listener;
  private final Slots slots;
  private final Set<Numerics> seen = new LinkedHashSet<>();

  StepRunner(
      JavaSparkContext spark,
      Slots slots,
      StepContext shared,
      Grid grid,
      FailureLog failures,
      StepListener listener) {
    this.spark = spark;
    this.shared = shared;
    this.grid = grid;
    this.failures = failures;
    this.listener = listener;
    this.slots = slots;
  }

  /**
   * Runs {@code missing} as far as it can be run.
   *
   * @param done what is committed before
   * @param halted whether to begin no more steps
   */
  void run(List<Step> missing, Set<Step> done, BooleanSupplier halted) throws InterruptedException {
    new StepScheduler(
            this::runOne,
            slots::capacity,
            slots::need,
            () -> spark.sc().isStopped() || halted.getAsBoolean())
        .run(missing, done);
  }

  private StepOutcome runOne(Step step) {
    listener.started(step);
    StepOutcome outcome = submit(step);
    if (outcome instanceof Committed committed) {
      listener.committed(step);
      compare(committed.numerics());
    } else if (outcome instanceof Failed failed && !spark.sc().isStopped()) {
      // When Spark has stopped, nothing is known of the step: it did not fail.
      tell(step, failed);
    }
    return outcome;
  }

  private void tell(Step step, Failed failed) {
    FailureRecord failure = failures.record(step, failed);
    try {
      failures.write(failure);
    } finally {
      listener.failed(step, failure);
    }
  }

  /** Executors of several kinds in one run: their figures agree to a few digits only. */
  synchronized void compare(Numerics numerics) {
    if (numerics != null && seen.add(numerics) && seen.size() > 1) {
      listener.warned(NumericsCheck.mixed(numerics, seen.iterator().next()));
    }
  }

  private StepOutcome submit(Step step) {
    StepTask task = new StepTask(shared, grid.architecture(step.cell()));
    // Pools of their own: otherwise MLlib's many small jobs would queue behind the trainings.
    JobLabel label = new JobLabel(spark.sc(), step.key(), step.description(), step.kind().text());
    try {
      if (step.kind() == StepKind.PIC) {
        new PicStep(spark, task).run(step);
        return new Committed(null);
      }
      if (step.kind() == StepKind.PRETRAIN && shared.spec().pretraining().shared()) {
        new SharedPretraining(spark, slots, task, step).run().forEach(this::compare);
        return new Committed(null);
      }
      JavaRDD<Step> one = spark.parallelize(new ArrayList<>(List.of(step)), 1);
      return slots
          .profile(step)
          .map(one::withResources)
          .orElse(one)
          .map(MemoryGuard.of(task, step))
          .collect()
          .get(0);
    } catch (Exception aborted) {
      return failed(aborted);
    } finally {
      label.restore();
    }
  }

  /** Of a job of several tasks; Spark wraps what one of them threw into words of its own. */
  private static Failed failed(Exception aborted) {
    Throwable cause = aborted.getCause();
    boolean told =
        cause instanceof OutOfMemoryException
            || cause instanceof GpuUnusableException
            || cause instanceof NumericsChangedException;
    return told ? Failures.of(cause, "") : Failures.ofJob(aborted);
  }
}
