/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.memory.MemoryGuard;
import io.github.subspark.steps.Aside;
import io.github.subspark.steps.AsideTask;
import io.github.subspark.steps.Failures;
import io.github.subspark.steps.StepContext;
import io.github.subspark.steps.StepOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs what belongs to no cell, after the cells, each as a Spark job of its own. A failure is a
 * warning: the same command tries it again.
 */
final class AsideRunner {
  private static final String POOL = "aside";

  private final JavaSparkContext spark;
  private final Slots slots;
  private final MemoryGuard<Aside> guard;
  private final StepListener listener;

  AsideRunner(JavaSparkContext spark, Slots slots, StepContext shared, StepListener listener) {
    this.spark = spark;
    this.slots = slots;
    this.guard = MemoryGuard.of(new AsideTask(shared));
    this.listener = listener;
  }

  /** Runs them as far as they can be run. */
  void run(List<Aside> missing, BooleanSupplier halted) throws InterruptedException {
    if (missing.isEmpty()) {
      return;
    }
    listener.beside(missing.size());
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, slots.trainings()));
    try {
      List<Callable<Void>> calls = new ArrayList<>();
      for (Aside aside : missing) {
        calls.add(
            () -> {
              if (!halted.getAsBoolean() && !spark.sc().isStopped()) {
                runOne(aside);
              }
              return null;
            });
      }
      threads.invokeAll(calls);
    } finally {
      threads.shutdownNow();
    }
  }

  private void runOne(Aside aside) {
    if (submit(aside) instanceof StepOutcome.Failed failed && !spark.sc().isStopped()) {
      listener.warned(
          "no %s: %s. Run the same command again".formatted(aside.description(), failed.message()));
    }
  }

  private StepOutcome submit(Aside aside) {
    JobLabel label = new JobLabel(spark.sc(), aside.key(), aside.description(), POOL);
    try {
      JavaRDD<Aside> one = spark.parallelize(new ArrayList<>(List.of(aside)), 1);
      return slots
          .clusteringProfile()
          .map(one::withResources)
          .orElse(one)
          .map(guard)
          .collect()
          .get(0);
    } catch (Exception aborted) {
      return Failures.ofJob(aborted);
    } finally {
      label.restore();
    }
  }
}
