/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import java.util.function.IntSupplier;
import org.apache.spark.SparkContext;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.collection.JavaConverters;

/**
 * How many trainings the cluster has room for, and the resource profile that gives each its cores
 * and its GPU. The profile goes on the training RDDs alone, so that MLlib and Parquet tasks hold
 * neither; local mode refuses profiles and goes without.
 */
final class Slots implements IntSupplier {
  private static final String GPU = "gpu";
  private static final String EXECUTOR_GPUS = "spark.executor.resource.gpu.amount";

  private final SparkContext spark;
  private final int coresPerTraining;
  private final ResourceProfile profile;

  Slots(SparkContext spark, int coresPerTraining) {
    this.spark = spark;
    this.coresPerTraining = coresPerTraining;
    this.profile = build();
  }

  @Override
  public int getAsInt() {
    if (spark.isLocal()) {
      return Math.max(1, spark.defaultParallelism() / coresPerTraining);
    }
    return JavaConverters.seqAsJavaList(spark.statusStore().executorList(true)).stream()
        .filter(executor -> !executor.id().equals("driver"))
        .mapToInt(this::trainings)
        .sum();
  }

  private int trainings(ExecutorSummary executor) {
    int byCores = executor.totalCores() / coresPerTraining;
    return hasGpus() ? Math.min(byCores, spark.conf().getInt(EXECUTOR_GPUS, 0)) : byCores;
  }

  private boolean hasGpus() {
    return spark.conf().getInt(EXECUTOR_GPUS, 0) > 0;
  }

  /** Whether training RDDs need {@link #profile()}. */
  boolean wantsProfile() {
    return !spark.isLocal()
        && (hasGpus() || coresPerTraining != spark.conf().getInt("spark.task.cpus", 1));
  }

  /** Cores and GPU of one training: one profile for all, since Spark keeps each for good. */
  ResourceProfile profile() {
    return profile;
  }

  private ResourceProfile build() {
    TaskResourceRequests requests = new TaskResourceRequests().cpus(coresPerTraining);
    if (hasGpus()) {
      requests.resource(GPU, 1);
    }
    return new ResourceProfileBuilder().require(requests).build();
  }
}
