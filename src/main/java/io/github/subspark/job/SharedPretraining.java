/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.commit.Numerics;
import io.github.subspark.commit.Provenance;
import io.github.subspark.images.Images;
import io.github.subspark.memory.NativeMemory;
import io.github.subspark.memory.OutOfMemoryException;
import io.github.subspark.memory.StepMemory;
import io.github.subspark.network.AutoencoderGraph;
import io.github.subspark.steps.Machine;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepTask;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.Batching;
import io.github.subspark.training.Epochs;
import io.github.subspark.training.Pretrained;
import io.github.subspark.training.Pretraining;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;

/**
 * A pretraining whose images and steps are shared among tasks, started and committed by the driver.
 * Weights, moments and losses come back to it after each of its many Spark jobs.
 */
record SharedPretraining(JavaSparkContext spark, Slots slots, StepTask task, Step step) {

  /** Runs it, and tells what its workers compute with. */
  List<Numerics> run() throws IOException {
    Instant started = Instant.now();
    SweepSpec spec = task.context().spec();
    Images images = task.context().images().value();
    long seed = StepTask.pretrainingSeed(step.cell());
    int workers = spec.pretraining().workers();
    try (ImageShares shares = ImageShares.of(spark, images, workers, seed, slots.profile(step))) {
      Batching batching = Batching.of(spec.pretraining(), spec.training(), images.count());
      Pretrained pretrained =
          Pretraining.run(
              images,
              task.architecture(),
              spec.training(),
              seed,
              task.context().epochCounter(),
              (graph, attemptSeed) -> epochs(graph, shares, batching, attemptSeed));
      List<Provenance> tasks = provenance(shares, started);
      task.commit(step, pretrained, Provenance.shared(tasks));
      return tasks.stream().map(Provenance::numerics).distinct().toList();
    }
  }

  private Epochs epochs(
      AutoencoderGraph graph, ImageShares shares, Batching batching, long attemptSeed) {
    AveragingMaster master =
        new AveragingMaster(
            batching.workers(), batching.batch(), batching.frequency(), this::guarded);
    return new SharedEpochs(
        new SparkComputationGraph(spark, graph.graph(), master), shares, batching, attemptSeed);
  }

  /** The work of a task with the step's threads and GPU, and in words if memory runs out. */
  private AveragingMaster.Work guarded(AveragingMaster.Work work) {
    StepTask task = this.task;
    Step step = this.step;
    StepMemory need =
        StepMemory.of(
            step.kind(), task.architecture(), task.context().spec(), task.context().count());
    return batches -> {
      try {
        return NativeMemory.ofThisProcess()
            .within(
                need,
                () -> {
                  task.prepare(step);
                  return work.call(batches);
                });
      } catch (OutOfMemoryError error) {
        throw new OutOfMemoryException(error);
      }
    };
  }

  private List<Provenance> provenance(ImageShares shares, Instant started) {
    StepTask task = this.task;
    Step step = this.step;
    return shares
        .blocks()
        .mapPartitions(
            blocks -> {
              task.prepare(step);
              return List.of(Machine.provenance(task.context().engine(), started)).iterator();
            })
        .collect();
  }
}
