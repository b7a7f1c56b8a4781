/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepOutcome;
import io.github.subspark.steps.StepOutcome.Failed;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs the steps of a sweep, each on a driver thread of its own that waits for its Spark job. A
 * step starts when what it needs is committed and executors have room for it; how much they have is
 * asked for each time, since they come and go. A step that fails takes those with it that need it,
 * and no others.
 */
final class StepScheduler {
  private static final long POLL_MILLIS = 1000;

  private final Function<Step, StepOutcome> runner;
  private final Supplier<Resources> capacity;
  private final Function<Step, Resources> need;
  private final BooleanSupplier halted;
  private final TreeSet<Step> waiting = new TreeSet<>(Step.URGENCY);
  private final Set<Step> committed = new HashSet<>();
  private Resources taken = Resources.NONE;
  private int running;
  private Throwable broken;

  /**
   * A scheduler.
   *
   * @param runner runs a step to its end; what it throws ends the sweep
   * @param capacity of all executors, asked again before each start
   * @param need of a step; one step runs even if there is no room for it, and waits for executors
   * @param halted whether no more steps shall start; those that run go on to their end
   */
  StepScheduler(
      Function<Step, StepOutcome> runner,
      Supplier<Resources> capacity,
      Function<Step, Resources> need,
      BooleanSupplier halted) {
    this.runner = runner;
    this.capacity = capacity;
    this.need = need;
    this.halted = halted;
  }

  /** Runs {@code missing}, given that {@code done} is committed; returns when all ended. */
  void run(List<Step> missing, Set<Step> done) throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      synchronized (this) {
        waiting.addAll(missing);
        committed.addAll(done);
        while (running > 0 || (!waiting.isEmpty() && !ended())) {
          Optional<Step> next = ended() ? Optional.empty() : ready();
          if (next.isPresent()) {
            start(next.get(), threads);
          } else {
            wait(POLL_MILLIS);
          }
        }
        if (broken instanceof Error error) {
          throw error;
        } else if (broken instanceof RuntimeException exception) {
          throw exception;
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void start(Step step, ExecutorService threads) {
    waiting.remove(step);
    running++;
    taken = taken.plus(need.apply(step));
    threads.execute(
        () -> {
          try {
            end(step, runner.apply(step));
          } catch (RuntimeException | Error thrown) {
            broken(step, thrown);
          }
        });
  }

  private boolean ended() {
    return broken != null || halted.getAsBoolean();
  }

  private synchronized void broken(Step step, Throwable thrown) {
    broken = thrown;
    end(step, new Failed("broken", "", "", ""));
  }

  /** The most urgent step that there is room for; one that waits for a GPU holds up no other. */
  private Optional<Step> ready() {
    Resources free = capacity.get().minus(taken);
    return waiting.stream()
        .filter(step -> running == 0 || free.covers(need.apply(step)))
        .filter(step -> step.predecessor().map(committed::contains).orElse(true))
        .findFirst();
  }

  private synchronized void end(Step step, StepOutcome outcome) {
    running--;
    taken = taken.minus(need.apply(step));
    if (outcome instanceof Failed) {
      waiting.removeIf(other -> other.needs(step));
    } else {
      committed.add(step);
    }
    notifyAll();
  }
}
