/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.memory;

import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;

/**
 * The memory of this process that steps share.
 *
 * <p>JavaCPP gets the process's limits as its own: it counts its arrays, and asks Linux for the
 * process's resident memory whenever it allocates anything. ND4J 1.0.0-M2.1 allocates its arrays
 * past both, and JavaCPP finds out with the next small array beside them, when the memory is taken
 * already. So every step claims here what it is estimated to take before it takes it.
 */
public final class NativeMemory {
  private static final String NATIVE_LIMIT = "org.bytedeco.javacpp.maxbytes";
  private static final long MIB = 1L << 20;

  private final ProcessMemory process;
  private final int heapMib;
  private final int offHeapMib;
  // Fair: what needs much must not wait for ever for what needs little.
  private final Semaphore heap;
  private final Semaphore offHeap;

  /** Room for the steps of one process. */
  NativeMemory(ProcessMemory process) {
    this.process = process;
    this.heapMib = Math.toIntExact(process.heapForSteps() / MIB);
    this.offHeapMib = Math.toIntExact(process.offHeapForSteps() / MIB);
    this.heap = new Semaphore(heapMib, true);
    this.offHeap = new Semaphore(offHeapMib, true);
  }

  /**
   * That of this process; the first call sets JavaCPP's limits and must precede any native work.
   */
  public static NativeMemory ofThisProcess() {
    return Holder.MEMORY;
  }

  /** What the process has. */
  ProcessMemory process() {
    return process;
  }

  /**
   * Waits until there is room, then works.
   *
   * @throws OutOfMemoryException at once if there never will be
   */
  public <T> T within(StepMemory need, Callable<T> work) throws Exception {
    int onHeap = mib(need.heapBytes());
    int besides = mib(need.offHeapBytes());
    if (onHeap > heapMib) {
      throw new OutOfMemoryException(
          "it needs %d MiB heap and %s has %d for steps. Set %s"
              .formatted(
                  onHeap,
                  process.kind().text(),
                  heapMib,
                  process
                      .kind()
                      .heapSetting(MemoryCheck.size(process.heapBase() + need.heapBytes()))));
    }
    if (besides > offHeapMib) {
      throw new OutOfMemoryException(
          "it needs %d MiB off-heap and %s has %d for steps. %s"
              .formatted(
                  besides,
                  process.kind().text(),
                  offHeapMib,
                  process.offHeapRemedy(process.offHeapBase() + need.offHeapBytes())));
    }
    heap.acquire(onHeap);
    try {
      offHeap.acquire(besides);
      try {
        return work.call();
      } finally {
        offHeap.release(besides);
      }
    } finally {
      heap.release(onHeap);
    }
  }

  private static int mib(long bytes) {
    return Math.toIntExact((bytes + MIB - 1) / MIB);
  }

  /** JavaCPP reads its limits once, when its first class is initialised. */
  private static final class Holder {
    static final NativeMemory MEMORY = begin(SparkEnv.get().conf());

    private static NativeMemory begin(SparkConf conf) {
      ProcessMemory process = ProcessMemory.current(conf);
      limit(ProcessMemory.PHYSICAL_LIMIT, process.heapBytes() + process.offHeapBytes());
      limit(NATIVE_LIMIT, process.offHeapBytes());
      return new NativeMemory(process);
    }

    private static void limit(String property, long bytes) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, Long.toString(bytes));
      }
    }
  }
}
