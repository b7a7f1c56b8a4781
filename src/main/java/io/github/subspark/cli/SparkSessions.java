/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.InvalidInputException;
import io.github.subspark.images.Images;
import io.github.subspark.job.ExecutorWait;
import io.github.subspark.memory.MemoryCheck;
import io.github.subspark.memory.SparkSettings;
import io.github.subspark.sweep.JobSpec;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.Engine;
import io.github.subspark.training.EngineKind;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Spark as the commands use it: what spark-submit says, else all cores of this machine. */
final class SparkSessions {
  private static final String SYSTEM_BLAS = "dev.ludovic.netlib.blas.nativeLib";
  private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";
  private static final String LOCAL = "local[*]";
  private static final int STARTS = 2;

  private SparkSessions() {}

  /** The file systems' configuration, spark.hadoop.* settings included, without starting Spark. */
  static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /**
   * Checks Spark's settings and memory for a sweep, without starting Spark.
   *
   * @throws InvalidInputException if something is wrong with them
   */
  static MemoryCheck check(SweepSpec spec, Images images) {
    return MemoryCheck.of(new SparkConf().setIfMissing(SparkSettings.MASTER, LOCAL), spec, images);
  }

  /**
   * The engine of a sweep.
   *
   * @throws InvalidInputException if it is on no class path of those who will train
   */
  static Engine engine(EngineKind kind) {
    SparkConf conf = new SparkConf().setIfMissing(SparkSettings.MASTER, LOCAL);
    boolean elsewhere =
        !SparkSettings.isLocal(conf) && conf.contains("spark.executor.extraClassPath");
    return elsewhere ? kind.engineElsewhere() : kind.engine();
  }

  /**
   * Starts Spark for a sweep.
   *
   * @param announcement hears what is waited for, if it takes long
   * @throws InvalidInputException if the cluster gives no executor that a training fits on
   */
  static SparkSession start(String name, JobSpec job, Consumer<String> announcement)
      throws InterruptedException {
    SparkSession spark = start(name);
    try {
      Duration limit = Duration.ofSeconds(job.executorWaitSeconds());
      new ExecutorWait(spark, job.coresPerTraining(), limit, announcement).await();
      return spark;
    } catch (InvalidInputException | InterruptedException without) {
      spark.stop();
      throw without;
    }
  }

  /**
   * Starts Spark.
   *
   * @throws InvalidInputException if Spark cannot start with its settings
   */
  static SparkSession start(String name) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing(SparkSettings.MASTER, LOCAL);
    conf.setIfMissing("spark.app.name", name);
    // Trainings and MLlib's small jobs share the cores instead of queueing.
    conf.setIfMissing("spark.scheduler.mode", "FAIR");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    // The tables are small: Spark's 200 shuffle partitions would only cost time.
    conf.setIfMissing("spark.sql.shuffle.partitions", "4");
    keepSystemBlasOut(conf);
    // Metrics where the driver's UI is, under /metrics/prometheus/, named the same in every run.
    conf.setIfMissing(
        "spark.metrics.conf.driver.sink.prometheusServlet.class",
        "org.apache.spark.metrics.sink.PrometheusServlet");
    conf.setIfMissing(
        "spark.metrics.conf.driver.sink.prometheusServlet.path", "/metrics/prometheus");
    conf.setIfMissing("spark.metrics.namespace", "subspark");
    if (conf.get(SparkSettings.MASTER).startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
    }
    SparkSession spark = session(conf);
    // spark-submit brings the cluster's logging, which talks: the terminal belongs to progress.
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }

  /**
   * MLlib would load the system's BLAS where there is one, and what of ours is bound after that
   * would call it: 40 times slower, with other bits.
   */
  private static void keepSystemBlasOut(SparkConf conf) {
    System.setProperty(SYSTEM_BLAS, "none");
    conf.set(
        EXECUTOR_OPTIONS,
        "%s -D%s=none".formatted(conf.get(EXECUTOR_OPTIONS, ""), SYSTEM_BLAS).strip());
  }

  private static String reason(Throwable unusable) {
    String message = String.valueOf(unusable.getMessage()).strip().replaceAll("\\.$", "");
    if (message.equals("External scheduler cannot be instantiated")) {
      // On Kubernetes: an account without rights, say, or an address that pods do not know.
      return ExceptionUtils.getThrowableList(unusable).stream()
          .map(Throwable::getMessage)
          .filter(Objects::nonNull)
          .distinct()
          .collect(Collectors.joining(": "))
          .replaceAll("\\s+", " ");
    }
    return unusable instanceof ClassNotFoundException ? "there is no class " + message : message;
  }

  private static SparkSession session(SparkConf conf) {
    for (int attempt = 1; ; attempt++) {
      try {
        return SparkSession.builder().config(conf).getOrCreate();
      } catch (Exception unusable) {
        // Spark's own words; its Scala code throws checked exceptions without declaring them.
        if (attempt == STARTS || !isRaceOfFilters(unusable)) {
          throw new InvalidInputException(
              "Cannot start Spark on %s: %s. Mend that spark.* setting."
                  .formatted(conf.get(SparkSettings.MASTER), reason(unusable)),
              unusable);
        }
      }
    }
  }

  /**
   * A driver outside YARN's containers puts its pages up while YARN's answer adds a filter to them,
   * under another lock (SparkUI.attachAllHandlers, YarnSchedulerBackend.addWebUIFilter): rarely
   * Jetty then misses the filter, and Spark ends what it had started.
   */
  private static boolean isRaceOfFilters(Exception unusable) {
    return unusable instanceof IllegalStateException
        && String.valueOf(unusable.getMessage()).startsWith("No filter named ");
  }
}
