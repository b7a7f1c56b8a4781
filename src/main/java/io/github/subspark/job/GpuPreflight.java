/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.InvalidInputException;
import io.github.subspark.memory.SparkSettings;
import io.github.subspark.steps.GpuCheck;
import io.github.subspark.training.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Asks every executor, before anything is trained, whether its GPUs will do. Executors that come
 * later are asked by each training: this is for those who wait at a terminal.
 */
final class GpuPreflight {
  private final SparkContext spark;
  private final Slots slots;
  private final Engine engine;
  private final long bytes;

  /**
   * A check.
   *
   * @param bytes of device memory that the largest training takes
   */
  GpuPreflight(SparkContext spark, Slots slots, Engine engine, long bytes) {
    this.spark = spark;
    this.slots = slots;
    this.engine = engine;
    this.bytes = bytes;
  }

  /**
   * Returns if trainings can run.
   *
   * @throws InvalidInputException if they cannot, with the first executor's reason
   */
  void require() {
    Optional<String> problem =
        slots.gpusPerExecutor() > 0
            ? ofExecutors()
            : engine.needsGpu() ? withoutGpus() : Optional.empty();
    problem.ifPresent(
        text -> {
          throw new InvalidInputException(text);
        });
  }

  private Optional<String> withoutGpus() {
    return spark.isLocal()
        ? GpuCheck.problem(engine, bytes)
        : Optional.of(
            "Cannot train: this build computes on GPUs, and executors have none. Set %s=1, or build without -Pcuda."
                .formatted(SparkSettings.EXECUTOR_GPUS));
  }

  private Optional<String> ofExecutors() {
    JavaRDD<Integer> tasks = spread();
    Engine asked = engine;
    long needed = bytes;
    return slots
        .trainingProfile()
        .map(tasks::withResources)
        .orElse(tasks)
        .map(task -> GpuCheck.problem(asked, needed).orElse(""))
        .collect()
        .stream()
        .filter(problem -> !problem.isEmpty())
        .findFirst();
  }

  /** A task for each GPU of each executor, which asks to run there. */
  private JavaRDD<Integer> spread() {
    List<Tuple2<Integer, Seq<String>>> tasks = new ArrayList<>();
    for (ExecutorSummary executor : LiveExecutors.of(spark)) {
      String host = executor.hostPort().replaceFirst(":\\d+$", "");
      String place = "executor_%s_%s".formatted(host, executor.id());
      tasks.addAll(
          Collections.nCopies(
              slots.gpusPerExecutor(),
              new Tuple2<>(0, JavaConverters.asScalaBuffer(List.of(place)).toSeq())));
    }
    ClassTag<Integer> integers = ClassTag$.MODULE$.apply(Integer.class);
    return JavaRDD.fromRDD(
        spark.makeRDD(JavaConverters.asScalaBuffer(tasks).toSeq(), integers), integers);
  }
}
