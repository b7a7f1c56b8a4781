/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.memory;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.apache.spark.SparkConf;

/**
 * What a process that runs steps may take, and what is left of that for steps. An executor's native
 * memory is what Spark asks of the cluster for it beside the heap; a standalone cluster enforces no
 * such limit, but is held to the same.
 *
 * @param kind of process
 * @param heapBytes -Xmx
 * @param offHeapBytes native memory
 * @param heapBase heap of Spark itself
 * @param offHeapBase native memory of the JVM, of Spark and of the libraries
 */
record ProcessMemory(
    ProcessKind kind, long heapBytes, long offHeapBytes, long heapBase, long offHeapBase) {
  private static final long MIB = 1L << 20;

  /** Live objects of an executor, and what G1 cannot give to arrays of half a region and more. */
  private static final long EXECUTOR_HEAP = 160 * MIB;

  /** Class data, compiled code, threads and buffers of an executor, libraries of ND4J and BLAS. */
  private static final long EXECUTOR_OFF_HEAP = 260 * MIB;

  /** Embedded Spark is driver and executor in one: MLlib's scheduling and Spark SQL come on top. */
  private static final long EMBEDDED_HEAP = 260 * MIB;

  private static final long EMBEDDED_OFF_HEAP = 350 * MIB;

  /** Spark's least overhead (spark.executor.memoryOverhead). */
  private static final long LEAST_OVERHEAD_MIB = 384;

  /** JavaCPP's own setting for the most resident memory of a process. */
  static final String PHYSICAL_LIMIT = "org.bytedeco.javacpp.maxphysicalbytes";

  /** Of an executor that a configuration asks for. */
  static ProcessMemory ofExecutor(SparkConf conf) {
    return ofExecutor(
        conf, conf.getSizeAsMb(SparkSettings.EXECUTOR_MEMORY, SparkSettings.DEFAULT_MEMORY) * MIB);
  }

  private static ProcessMemory ofExecutor(SparkConf conf, long heap) {
    return new ProcessMemory(
        ProcessKind.EXECUTOR, heap, overhead(conf), EXECUTOR_HEAP, EXECUTOR_OFF_HEAP);
  }

  /** Of this JVM, if it trains on embedded Spark: its heap, and what else the machine has. */
  static ProcessMemory ofEmbedded() {
    long heap = Runtime.getRuntime().maxMemory();
    return new ProcessMemory(
        ProcessKind.EMBEDDED,
        heap,
        Math.max(0, machineBytes() - heap),
        EMBEDDED_HEAP,
        EMBEDDED_OFF_HEAP);
  }

  /** Of this process, in which a task runs. A limit that the user gave JavaCPP holds. */
  static ProcessMemory current(SparkConf conf) {
    ProcessMemory memory =
        SparkSettings.isLocal(conf)
            ? ofEmbedded()
            : ofExecutor(conf, Runtime.getRuntime().maxMemory());
    String limit = System.getProperty(PHYSICAL_LIMIT);
    return limit == null ? memory : memory.within(SparkSettings.bytes(limit));
  }

  private ProcessMemory within(long physical) {
    long offHeap = Math.min(offHeapBytes, Math.max(0, physical - heapBytes));
    return new ProcessMemory(kind, heapBytes, offHeap, heapBase, offHeapBase);
  }

  /** Heap that is left for steps. */
  long heapForSteps() {
    return Math.max(0, heapBytes - heapBase);
  }

  /** Native memory that is left for steps. */
  long offHeapForSteps() {
    return Math.max(0, offHeapBytes - offHeapBase);
  }

  /** How the process gets more native memory. */
  String offHeapRemedy(long bytes) {
    return kind.offHeapSetting(MemoryCheck.size(bytes))
        .map(setting -> "Set " + setting)
        .orElse("Take a machine with more memory");
  }

  /** The share of the executor's memory that its overhead is at least. */
  static double overheadFactor(SparkConf conf) {
    return conf.getDouble(SparkSettings.OVERHEAD_FACTOR, 0.1);
  }

  /** As Spark computes what it asks of a cluster (ResourceProfile.calculateOverHeadMemory). */
  private static long overhead(SparkConf conf) {
    long heap = conf.getSizeAsMb(SparkSettings.EXECUTOR_MEMORY, SparkSettings.DEFAULT_MEMORY);
    long overhead =
        conf.contains(SparkSettings.OVERHEAD)
            ? conf.getSizeAsMb(SparkSettings.OVERHEAD)
            : Math.max(LEAST_OVERHEAD_MIB, (long) (overheadFactor(conf) * heap));
    long sparks =
        conf.getBoolean(SparkSettings.OFF_HEAP, false)
            ? conf.getSizeAsMb(SparkSettings.OFF_HEAP_SIZE, "0")
            : 0;
    return (overhead + sparks) * MIB;
  }

  /** Memory of this machine, or of this container. */
  private static long machineBytes() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getTotalMemorySize();
  }
}
