/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.InvalidInputException;
import io.github.subspark.memory.SparkSettings;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.status.api.v1.ExecutorSummary;

/**
 * Waits for the first executor that a training fits on. A cluster that can give none, such as one
 * whose workers have no GPU, says nothing: Spark itself would wait for ever.
 */
public final class ExecutorWait {
  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 200;

  private final SparkContext spark;
  private final int coresPerTraining;
  private final Duration limit;
  private final Consumer<String> announcement;

  /**
   * A wait.
   *
   * @param coresPerTraining cores that the executor must have
   * @param limit the longest wait
   * @param announcement hears after a while what is waited for
   */
  public ExecutorWait(
      SparkSession spark, int coresPerTraining, Duration limit, Consumer<String> announcement) {
    this.spark = spark.sparkContext();
    this.coresPerTraining = coresPerTraining;
    this.limit = limit;
    this.announcement = announcement;
  }

  /**
   * Returns when there is an executor; at once on embedded Spark.
   *
   * @throws InvalidInputException if there is none in time; it names what to ask less of
   */
  public void await() throws InterruptedException {
    if (spark.isLocal()) {
      return;
    }
    long start = System.nanoTime();
    boolean announced = false;
    OptionalInt cores = most();
    while (cores.orElse(0) < coresPerTraining) {
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      if (spark.isStopped()) {
        throw new InvalidInputException(
            "Cannot use %s=%s: it gave the application up. See its logs, or name another master."
                .formatted(SparkSettings.MASTER, spark.master()));
      }
      if (waited.compareTo(limit) >= 0) {
        throw new InvalidInputException(refusal(waited, cores));
      }
      if (!announced && waited.compareTo(QUIET) >= 0) {
        announced = true;
        announcement.accept("Waiting for executors with %s ...".formatted(asked()));
      }
      Thread.sleep(POLL_MILLIS);
      cores = most();
    }
  }

  /** Cores of the largest executor. */
  private OptionalInt most() {
    return LiveExecutors.of(spark).stream().mapToInt(ExecutorSummary::totalCores).max();
  }

  private String refusal(Duration waited, OptionalInt cores) {
    return cores.isPresent()
        ? "Cannot train on job.cores-per-training=%d cores: the executors of %s have %d. Set job.cores-per-training=%d, or larger workers."
            .formatted(coresPerTraining, spark.master(), cores.getAsInt(), cores.getAsInt())
        : "Cannot train: %s gave no executor with %s within %d s. Ask for no more than its workers have, or raise job.executor-wait-seconds."
            .formatted(spark.master(), asked(), waited.toSeconds());
  }

  /** What an executor must have, with the settings that say so. */
  private String asked() {
    SparkConf conf = spark.conf();
    StringBuilder text = new StringBuilder();
    text.append(SparkSettings.EXECUTOR_MEMORY)
        .append('=')
        .append(conf.get(SparkSettings.EXECUTOR_MEMORY, SparkSettings.DEFAULT_MEMORY));
    for (String key : List.of(SparkSettings.EXECUTOR_CORES, SparkSettings.EXECUTOR_GPUS)) {
      if (conf.contains(key)) {
        text.append(", ").append(key).append('=').append(conf.get(key));
      }
    }
    return text.toString();
  }
}
