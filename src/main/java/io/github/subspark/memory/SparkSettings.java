/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.memory;

import io.github.subspark.InvalidInputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;

/**
 * Spark's settings as far as a sweep depends on them, checked before Spark starts: Spark itself
 * finds most mistakes late, or waits for ever.
 */
public final class SparkSettings {
  /** Where Spark runs. */
  public static final String MASTER = "spark.master";

  /** Heap of an executor. */
  public static final String EXECUTOR_MEMORY = "spark.executor.memory";

  static final String OVERHEAD = "spark.executor.memoryOverhead";
  static final String OVERHEAD_FACTOR = "spark.executor.memoryOverheadFactor";
  static final String OFF_HEAP = "spark.memory.offHeap.enabled";
  static final String OFF_HEAP_SIZE = "spark.memory.offHeap.size";

  /** Cores of an executor. */
  public static final String EXECUTOR_CORES = "spark.executor.cores";

  /** GPUs of an executor. */
  public static final String EXECUTOR_GPUS = "spark.executor.resource.gpu.amount";

  /** Spark's own default of an executor's memory. */
  public static final String DEFAULT_MEMORY = "1g";

  private static final String GPU_SCRIPT = "spark.executor.resource.gpu.discoveryScript";
  private static final String GPU_PLUGIN = "spark.resources.discoveryPlugin";
  private static final String TASK_GPUS = "spark.task.resource.gpu.amount";
  private static final String TASK_CORES = "spark.task.cpus";
  private static final String TASK_FAILURES = "spark.task.maxFailures";
  private static final String SCRATCH = "spark.local.dir";
  private static final String SCRATCH_VARIABLE = "SPARK_LOCAL_DIRS";
  private static final int CONNECT_MILLIS = 5000;

  private static final Pattern LOCAL =
      Pattern.compile("local(\\[(?<cores>\\*|[1-9]\\d*)(, *[1-9]\\d*)?])?");
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[ *\\d+ *, *(?<cores>\\d+) *, *\\d+ *]");
  private static final Pattern STANDALONE =
      Pattern.compile("spark://(?<hosts>[^/:,\\s]+:\\d{1,5}(,[^/:,\\s]+:\\d{1,5})*)/?");
  private static final Pattern MANAGED = Pattern.compile("yarn|k8s://\\S+");

  private SparkSettings() {}

  /** Whether trainings run in the driver's own JVM. */
  public static boolean isLocal(SparkConf conf) {
    return LOCAL.matcher(master(conf)).matches();
  }

  /** Trainings at once in one process, as far as it is known before it starts; at least one. */
  static int trainings(SparkConf conf, int coresPerTraining) {
    int byCores = Math.max(1, cores(conf).orElse(1) / coresPerTraining);
    int gpus = conf.getInt(EXECUTOR_GPUS, 0);
    return gpus > 0 ? Math.min(byCores, gpus) : byCores;
  }

  /**
   * Checks everything that can be told without starting Spark but memory's sufficiency.
   *
   * @throws InvalidInputException at the first mistake
   */
  static void check(SparkConf conf, int coresPerTraining) {
    checkMaster(master(conf));
    List.of(EXECUTOR_MEMORY, OVERHEAD, OFF_HEAP_SIZE, "spark.driver.memory")
        .forEach(key -> checkSize(conf, key));
    List.of(EXECUTOR_CORES, TASK_CORES, EXECUTOR_GPUS, TASK_FAILURES)
        .forEach(key -> checkCount(conf, key));
    checkFactor(conf);
    checkScratch(conf);
    checkTasks(conf);
    checkCores(conf, coresPerTraining);
    checkGpus(conf);
  }

  /** A size as JavaCPP reads it: a number of bytes, or with k, m, g or t. */
  static long bytes(String text) {
    return JavaUtils.byteStringAsBytes(text);
  }

  static String master(SparkConf conf) {
    return conf.get(MASTER, "local[*]");
  }

  private static void checkMaster(String master) {
    Matcher standalone = STANDALONE.matcher(master);
    if (standalone.matches()) {
      checkReachable(master, standalone.group("hosts"));
    } else if (!LOCAL.matcher(master).matches()
        && !LOCAL_CLUSTER.matcher(master).matches()
        && !MANAGED.matcher(master).matches()) {
      throw new InvalidInputException(
          "Cannot use %s=%s: Spark has no such master. Name local[*], local[N], spark://HOST:PORT, yarn or k8s://URL."
              .formatted(MASTER, master));
    }
  }

  /** Spark would try for a minute, and then end the JVM. */
  private static void checkReachable(String master, String hosts) {
    String reason = "";
    for (String host : hosts.split(",", -1)) {
      int colon = host.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        int port = Integer.parseInt(host.substring(colon + 1));
        InetSocketAddress address = new InetSocketAddress(host.substring(0, colon), port);
        if (address.isUnresolved()) {
          reason = "its host is unknown";
          continue;
        }
        socket.connect(address, CONNECT_MILLIS);
        return;
      } catch (IOException | IllegalArgumentException unreachable) {
        reason = unreachable.getMessage().toLowerCase(Locale.ROOT);
      }
    }
    throw new InvalidInputException(
        "Cannot reach %s=%s: %s. Start that master, or name another."
            .formatted(MASTER, master, reason));
  }

  private static void checkSize(SparkConf conf, String key) {
    try {
      conf.getSizeAsMb(key, "1m");
    } catch (IllegalArgumentException malformed) {
      throw new InvalidInputException(
          "Cannot use %s=%s: it is no size. Write a whole number with m or g, such as 2g."
              .formatted(key, conf.get(key)),
          malformed);
    }
  }

  private static void checkCount(SparkConf conf, String key) {
    String value = conf.get(key, "1");
    if (!value.matches("\\d{1,9}")) {
      throw new InvalidInputException(
          "Cannot use %s=%s: it is no number. Write a whole number, such as 2."
              .formatted(key, value));
    }
  }

  private static void checkFactor(SparkConf conf) {
    String value = conf.get(OVERHEAD_FACTOR, "0.1");
    if (!value.matches("\\d*\\.?\\d+")) {
      throw new InvalidInputException(
          "Cannot use %s=%s: it is no share. Write a number above 0, such as 0.4."
              .formatted(OVERHEAD_FACTOR, value));
    }
  }

  /** Without a folder for its scratch files Spark ends the JVM. */
  private static void checkScratch(SparkConf conf) {
    if (MANAGED.matcher(master(conf)).matches() || System.getenv(SCRATCH_VARIABLE) != null) {
      return;
    }
    String folders = conf.get(SCRATCH, System.getProperty("java.io.tmpdir"));
    if (Arrays.stream(folders.split(",", -1)).noneMatch(SparkSettings::isWritable)) {
      throw new InvalidInputException(
          "Cannot use %s=%s: Spark can write nothing there. Name a folder that you may write to."
              .formatted(SCRATCH, folders));
    }
  }

  private static boolean isWritable(String folder) {
    try {
      return Files.isWritable(Files.createDirectories(Path.of(folder.strip())));
    } catch (IOException | IllegalArgumentException unusable) {
      return false;
    }
  }

  /** What is set for all tasks would hold for MLlib's and Parquet's, too. */
  private static void checkTasks(SparkConf conf) {
    int cores = conf.getInt(TASK_CORES, 1);
    if (cores != 1) {
      throw new InvalidInputException(
          "Cannot use %s=%d: MLlib's small tasks would hold as many cores. Leave it out and set job.cores-per-training=%d."
              .formatted(TASK_CORES, cores, Math.max(1, cores)));
    }
    if (conf.contains(TASK_GPUS)) {
      throw new InvalidInputException(
          "Cannot use %s=%s: MLlib's small tasks would hold GPUs, too. Leave it out: with %s a training gets one GPU."
              .formatted(TASK_GPUS, conf.get(TASK_GPUS), EXECUTOR_GPUS));
    }
  }

  private static void checkCores(SparkConf conf, int coresPerTraining) {
    Optional<Integer> cores = cores(conf);
    if (cores.isEmpty() || cores.get() >= coresPerTraining) {
      return;
    }
    if (isLocal(conf)) {
      throw new InvalidInputException(
          "Cannot train on job.cores-per-training=%d cores: %s=%s has %d. Set job.cores-per-training=%d."
              .formatted(coresPerTraining, MASTER, master(conf), cores.get(), cores.get()));
    }
    throw new InvalidInputException(
        "Cannot train on job.cores-per-training=%d cores: an executor has %d (%s). Set %s=%d, or job.cores-per-training=%d."
            .formatted(
                coresPerTraining,
                cores.get(),
                EXECUTOR_CORES,
                EXECUTOR_CORES,
                coresPerTraining,
                Math.max(1, cores.get())));
  }

  private static void checkGpus(SparkConf conf) {
    if (conf.getInt(EXECUTOR_GPUS, 0) == 0) {
      return;
    }
    String amount = conf.get(EXECUTOR_GPUS);
    if (isLocal(conf)) {
      throw new InvalidInputException(
          "Cannot use %s=%s with %s=%s: without executors Spark gives no GPUs to tasks. Leave it out, or name a cluster's master."
              .formatted(EXECUTOR_GPUS, amount, MASTER, master(conf)));
    }
    boolean found = conf.contains(GPU_SCRIPT) || conf.contains(GPU_PLUGIN);
    // Standalone workers know their GPUs themselves.
    if (!found && MANAGED.matcher(master(conf)).matches()) {
      throw new InvalidInputException(
          "Cannot use %s=%s with %s=%s: executors cannot find their GPUs. Set %s to a script there that prints {\"name\": \"gpu\", \"addresses\": [\"0\"]}."
              .formatted(EXECUTOR_GPUS, amount, MASTER, master(conf), GPU_SCRIPT));
    }
  }

  /** Cores of a process; empty where a worker gives all that it has. */
  private static Optional<Integer> cores(SparkConf conf) {
    String master = master(conf);
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      String cores = local.group("cores");
      return Optional.of(
          cores == null
              ? 1
              : cores.equals("*")
                  ? Runtime.getRuntime().availableProcessors()
                  : Integer.parseInt(cores));
    }
    if (conf.contains(EXECUTOR_CORES)) {
      return Optional.of(conf.getInt(EXECUTOR_CORES, 1));
    }
    Matcher localCluster = LOCAL_CLUSTER.matcher(master);
    if (localCluster.matches()) {
      return Optional.of(Integer.parseInt(localCluster.group("cores")));
    }
    return MANAGED.matcher(master).matches() ? Optional.of(1) : Optional.empty();
  }
}
