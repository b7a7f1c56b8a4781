/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.job.StepOutcome.Failed;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * Runs the steps of a sweep, each on a driver thread of its own that waits for its Spark job. A
 * step starts when what it needs is committed and a slot is free; the number of slots is asked for
 * each time, since executors come and go. A step that fails takes those with it that need it, and
 * no others.
 */
final class StepScheduler {
  private static final long POLL_MILLIS = 1000;

  private final Function<Step, StepOutcome> runner;
  private final IntSupplier slots;
  private final TreeSet<Step> waiting = new TreeSet<>(Step.URGENCY);
  private final Set<Step> committed = new HashSet<>();
  private int running;

  /**
   * A scheduler.
   *
   * @param runner runs a step to its end and never throws
   * @param slots steps that may run at once, asked again before each start
   */
  StepScheduler(Function<Step, StepOutcome> runner, IntSupplier slots) {
    this.runner = runner;
    this.slots = slots;
  }

  /** Runs all of {@code missing}, given that {@code done} is committed; returns when all ended. */
  void run(List<Step> missing, Set<Step> done) throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      synchronized (this) {
        waiting.addAll(missing);
        committed.addAll(done);
        while (!waiting.isEmpty() || running > 0) {
          Optional<Step> next =
              running < Math.max(1, slots.getAsInt()) ? ready() : Optional.empty();
          if (next.isPresent()) {
            Step step = next.get();
            waiting.remove(step);
            running++;
            threads.execute(() -> end(step, runner.apply(step)));
          } else {
            wait(POLL_MILLIS);
          }
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Optional<Step> ready() {
    return waiting.stream()
        .filter(step -> step.predecessor().map(committed::contains).orElse(true))
        .findFirst();
  }

  private synchronized void end(Step step, StepOutcome outcome) {
    running--;
    if (outcome instanceof Failed) {
      waiting.removeIf(other -> other.needs(step));
    } else {
      committed.add(step);
    }
    notifyAll();
  }
}
