/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.subspark.steps.Failures;
import io.github.subspark.steps.StepOutcome.Failed;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MemoryGuardTest {
  private static final long MIB = 1L << 20;

  /** 100 MiB of heap and 300 of native memory are left for steps. */
  private static final ProcessMemory EXECUTOR =
      new ProcessMemory(ProcessKind.EXECUTOR, 500 * MIB, 600 * MIB, 400 * MIB, 300 * MIB);

  @Test
  void whatCanNeverFitFailsAtOnceAndNamesTheSetting() throws Exception {
    NativeMemory memory = new NativeMemory(EXECUTOR);
    assertThatThrownBy(() -> memory.within(new StepMemory(MIB, 301 * MIB), () -> "ran"))
        .isInstanceOf(OutOfMemoryException.class)
        .hasMessage(
            "it needs 301 MiB off-heap and an executor has 300 for steps."
                + " Set spark.executor.memoryOverhead=640m");
    assertThatThrownBy(() -> memory.within(new StepMemory(101 * MIB, MIB), () -> "ran"))
        .isInstanceOf(OutOfMemoryException.class)
        .hasMessageEndingWith("has 100 for steps. Set spark.executor.memory=512m");
    assertThat(memory.within(new StepMemory(100 * MIB, 300 * MIB), () -> "ran")).isEqualTo("ran");
  }

  @Test
  @Timeout(20)
  void whatDoesNotFitBesideItsNeighbourWaitsForIt() throws Exception {
    NativeMemory memory = new NativeMemory(EXECUTOR);
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> first =
          threads.submit(
              () ->
                  memory.within(
                      new StepMemory(0, 200 * MIB),
                      () -> {
                        running.countDown();
                        end.await();
                        return "first";
                      }));
      running.await();
      Future<String> second =
          threads.submit(() -> memory.within(new StepMemory(0, 200 * MIB), () -> "second"));
      Future<String> small =
          threads.submit(() -> new NativeMemory(EXECUTOR).within(new StepMemory(0, 0), () -> ""));
      assertThatThrownBy(() -> second.get(300, TimeUnit.MILLISECONDS)).isNotNull();
      end.countDown();
      first.get();
      assertThat(second.get()).isEqualTo("second");
      small.get();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void memoryThatRanOutSaysWhichSettingIsTooSmall() {
    assertThat(worded(new OutOfMemoryError("Java heap space")))
        .isEqualTo("out-of-memory: Java heap space. Set spark.executor.memory=1g");
    assertThat(
            worded(
                new OutOfMemoryError(
                    "Cannot allocate new LongPointer(2): totalBytes = 0, physicalBytes = 425M")))
        .endsWith("425M. Set spark.executor.memoryOverhead=1280m");
    assertThat(worded(new IllegalStateException("Allocation failed: [no memory]")))
        .isEqualTo(
            "out-of-memory: Allocation failed: [no memory]. Set"
                + " spark.executor.memoryOverhead=1280m");
    assertThat(worded(new IllegalStateException("heap of sand")))
        .isEqualTo("illegal-state: heap of sand");
  }

  private static String worded(Throwable thrown) {
    Failed failed = (Failed) MemoryGuard.worded(Failures.of(thrown, "host"), EXECUTOR);
    assertThat(failed.host()).isEqualTo("host");
    return failed.kind() + ": " + failed.message();
  }
}
