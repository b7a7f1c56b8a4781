/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.memory;

import io.github.subspark.steps.Failures;
import io.github.subspark.steps.Machine;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepOutcome;
import io.github.subspark.steps.StepOutcome.Failed;
import io.github.subspark.steps.StepTask;
import org.apache.spark.api.java.function.Function;

/**
 * A step that claims its memory before it starts, so that one that cannot fit fails alone and in
 * words instead of taking the executor and its neighbours with it; what runs out of memory all the
 * same says which setting is too small.
 *
 * @param task the step
 * @param need what it is estimated to take
 */
public record MemoryGuard(Function<Step, StepOutcome> task, StepMemory need)
    implements Function<Step, StepOutcome> {
  static final String OUT_OF_MEMORY = "out-of-memory";

  /** How ND4J begins to tell, in a RuntimeException, that malloc failed. */
  private static final String ND4J = "Allocation failed";

  /** Around a step. */
  public static MemoryGuard of(StepTask task, Step step) {
    return new MemoryGuard(
        task,
        StepMemory.of(
            step.kind(), task.architecture(), task.context().spec(), task.context().count()));
  }

  @Override
  public StepOutcome call(Step step) {
    try {
      NativeMemory memory = NativeMemory.ofThisProcess();
      return memory.within(need, () -> worded(task.call(step), memory.process()));
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
