/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.affinity.AffinityKind;
import io.github.subspark.clustering.ClustererKind;
import io.github.subspark.clustering.SparseEdges;
import io.github.subspark.commit.Artefacts.PartitionArtefact;
import io.github.subspark.commit.StepSummary;
import io.github.subspark.memory.NativeMemory;
import io.github.subspark.memory.OutOfMemoryException;
import io.github.subspark.memory.StepMemory;
import io.github.subspark.steps.Machine;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepContext;
import io.github.subspark.steps.StepKind;
import io.github.subspark.steps.StepTask;
import io.github.subspark.sweep.Cell;
import io.github.subspark.sweep.SweepSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple3;

/** MLlib's power iteration clustering of a cell, started and committed by the driver. */
record PicStep(JavaSparkContext spark, StepTask task) {

  void run(Step step) throws IOException {
    Instant started = Instant.now();
    List<PartitionArtefact> partitions = new ArrayList<>();
    for (AffinityKind kind : task.context().spec().affinity().kinds()) {
      partitions.add(partition(step.cell(), kind));
    }
    task.commit(
        step,
        attempt ->
            attempt.partitions(partitions).commit(StepSummary.none(), Machine.ofMllib(started)));
  }

  private PartitionArtefact partition(Cell cell, AffinityKind kind) {
    SweepSpec spec = task.context().spec();
    // The affinity is formed where its C is read, on an executor: no C comes to the driver.
    JavaRDD<Tuple3<Long, Long, Double>> edges =
        spark
            .parallelize(List.of(cell), 1)
            .flatMap(edges(task, kind))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      edges.count();
      Instant started = Instant.now();
      int[] clusters =
          MllibPic.cluster(
              edges, task.context().count(), spec.clusters(), spec.clustering().pic().iterations());
      double seconds = Duration.between(started, Instant.now()).toMillis() / 1e3;
      return new PartitionArtefact(
          kind.text(), ClustererKind.PIC.text(), Double.NaN, seconds, clusters);
    } finally {
      edges.unpersist(false);
    }
  }

  private static FlatMapFunction<Cell, Tuple3<Long, Long, Double>> edges(
      StepTask task, AffinityKind kind) {
    return cell -> {
      StepContext context = task.context();
      int images = context.count();
      StepMemory need = StepMemory.of(StepKind.PIC, task.architecture(), context.spec(), images);
      try {
        return NativeMemory.ofThisProcess()
            .within(
                need,
                () ->
                    MllibPic.edges(
                        SparseEdges.of(
                            task.affinity(context.run(), cell, kind),
                            images,
                            context.spec().clustering().pic().neighbours())));
      } catch (OutOfMemoryError error) {
        throw new OutOfMemoryException(error);
      }
    };
  }
}
