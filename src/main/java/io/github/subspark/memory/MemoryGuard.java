/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.memory;

import io.github.subspark.steps.Aside;
import io.github.subspark.steps.AsideTask;
import io.github.subspark.steps.Failures;
import io.github.subspark.steps.Machine;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepContext;
import io.github.subspark.steps.StepOutcome;
import io.github.subspark.steps.StepOutcome.Failed;
import io.github.subspark.steps.StepTask;
import io.github.subspark.sweep.Grid;
import org.apache.spark.api.java.function.Function;

/**
 * A task that claims its memory before it starts, so that one that cannot fit fails alone and in
 * words instead of taking the executor and its neighbours with it; what runs out of memory all the
 * same says which setting is too small.
 *
 * @param <T> what it is given: a step, or what stands beside the cells
 * @param task the work
 * @param need what it is estimated to take
 */
public record MemoryGuard<T>(Function<T, StepOutcome> task, StepMemory need)
    implements Function<T, StepOutcome> {
  static final String OUT_OF_MEMORY = "out-of-memory";

  /** How ND4J begins to tell, in a RuntimeException, that malloc failed. */
  private static final String ND4J = "Allocation failed";

  /** Around a step. */
  public static MemoryGuard<Step> of(StepTask task, Step step) {
    return new MemoryGuard<>(
        task,
        StepMemory.of(
            step.kind(), task.architecture(), task.context().spec(), task.context().count()));
  }

  /** Around what belongs to no cell. */
  public static MemoryGuard<Aside> of(AsideTask task) {
    StepContext context = task.context();
    Grid grid = Grid.of(context.spec(), context.images().value());
    return new MemoryGuard<>(task, StepMemory.aside(grid, context.spec(), context.count()));
  }

  @Override
  public StepOutcome call(T given) {
    try {
      NativeMemory memory = NativeMemory.ofThisProcess();
      return memory.within(need, () -> worded(task.call(given), memory.process()));
    } catch (Exception | Error thrown) {
      return Failures.of(thrown, Machine.host());
    }
  }

  /** With the remedy, if memory ran out. */
  static StepOutcome worded(StepOutcome outcome, ProcessMemory process) {
    if (!(outcome instanceof Failed failed) || !ranOut(failed)) {
      return outcome;
    }
    boolean heap = failed.message().contains("heap") || failed.message().contains("GC overhead");
    String remedy =
        heap
            ? "Set " + process.kind().heapSetting(MemoryCheck.size(2 * process.heapBytes()))
            : process.offHeapRemedy(2 * process.offHeapBytes());
    return new Failed(
        OUT_OF_MEMORY, failed.message() + ". " + remedy, failed.stack(), failed.host());
  }

  private static boolean ranOut(Failed failed) {
    return failed.kind().equals(OUT_OF_MEMORY) || failed.message().startsWith(ND4J);
  }
}
