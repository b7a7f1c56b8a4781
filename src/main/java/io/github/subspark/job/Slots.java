/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.commit.Numerics;
import io.github.subspark.memory.SparkSettings;
import io.github.subspark.steps.Machine;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepKind;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.Engine;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.apache.spark.status.api.v1.ExecutorSummary;

/**
 * What the cluster has and what each step takes of it. A training takes its cores and, where
 * executors have them, a GPU; clustering takes cores alone, so that a GPU goes on to the next
 * training. Resource profiles on single RDDs say so to Spark, whose settings for tasks hold for
 * MLlib's and Parquet's tasks too; local mode refuses profiles and goes without.
 */
final class Slots {
  private static final String GPU = "gpu";

  private final SparkContext spark;
  private final int coresPerTraining;
  private final int tasksPerPretraining;
  private final int gpusPerExecutor;
  private final int gpusHere;
  private final ResourceProfile training;
  private final ResourceProfile clustering;

  Slots(SparkContext spark, SweepSpec spec, Engine engine) {
    this.spark = spark;
    this.coresPerTraining = spec.job().coresPerTraining();
    this.tasksPerPretraining = spec.pretraining().tasks();
    this.gpusPerExecutor =
        spark.isLocal() ? 0 : spark.conf().getInt(SparkSettings.EXECUTOR_GPUS, 0);
    // Spark gives no GPUs in local mode; what can compute on nothing else takes the first one.
    this.gpusHere = spark.isLocal() && engine.needsGpu() ? 1 : gpusPerExecutor;
    // One profile for all steps of a kind, since Spark keeps each for good.
    this.training = profile(gpusPerExecutor > 0);
    this.clustering = profile(false);
  }

  /** What all executors have just now, as far as whole trainings fill it. */
  Resources capacity() {
    if (spark.isLocal()) {
      return whole(spark.defaultParallelism());
    }
    return LiveExecutors.of(spark).stream()
        .map(ExecutorSummary::totalCores)
        .map(this::whole)
        .reduce(Resources.NONE, Resources::plus);
  }

  private Resources whole(int cores) {
    return new Resources(cores / coresPerTraining * coresPerTraining, gpusHere);
  }

  /**
   * What a step takes. BLAS threads are the process's, so that clustering takes as many cores. A
   * shared pretraining takes room for all its workers; where there never is so much it runs when
   * nothing else does, and its workers take turns.
   */
  Resources need(Step step) {
    int tasks = step.kind() == StepKind.PRETRAIN ? tasksPerPretraining : 1;
    return new Resources(
        tasks * coresPerTraining, step.kind().trains() && gpusHere > 0 ? tasks : 0);
  }

  /** How many trainings there is room for. */
  int trainings() {
    Resources all = capacity();
    int byCores = all.cores() / coresPerTraining;
    return gpusHere > 0 ? Math.min(byCores, all.gpus()) : byCores;
  }

  /** How many GPUs Spark gives to each executor. */
  int gpusPerExecutor() {
    return gpusPerExecutor;
  }

  /** What tells Spark what a step takes, where its settings do not say it already. */
  Optional<ResourceProfile> profile(Step step) {
    return step.kind().trains() ? trainingProfile() : clusteringProfile();
  }

  /** What tells Spark what a clustering takes, where its settings do not say it already. */
  Optional<ResourceProfile> clusteringProfile() {
    return given(clustering);
  }

  /** What tells Spark what a training takes, where its settings do not say it already. */
  Optional<ResourceProfile> trainingProfile() {
    return gpusPerExecutor > 0 ? Optional.of(training) : given(training);
  }

  /** What an executor would train with. */
  Numerics numerics(Engine engine) {
    JavaRDD<Integer> one =
        JavaSparkContext.fromSparkContext(spark).parallelize(List.of(coresPerTraining), 1);
    return trainingProfile()
        .map(one::withResources)
        .orElse(one)
        .map(
            threads -> {
              Machine.useThreads(threads);
              return Machine.numerics(engine);
            })
        .collect()
        .get(0);
  }

  private Optional<ResourceProfile> given(ResourceProfile coresAlone) {
    boolean said = coresPerTraining == spark.conf().getInt("spark.task.cpus", 1);
    return spark.isLocal() || said ? Optional.empty() : Optional.of(coresAlone);
  }

  private ResourceProfile profile(boolean gpu) {
    TaskResourceRequests requests = new TaskResourceRequests().cpus(coresPerTraining);
    if (gpu) {
      requests.resource(GPU, 1);
    }
    return new ResourceProfileBuilder().require(requests).build();
  }
}
