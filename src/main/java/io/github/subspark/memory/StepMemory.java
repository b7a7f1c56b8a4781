/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.memory;

import io.github.subspark.affinity.EnsembleAffinities;
import io.github.subspark.clustering.ClusteringMemory;
import io.github.subspark.network.Architecture;
import io.github.subspark.steps.StepKind;
import io.github.subspark.sweep.Grid;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.Batching;
import io.github.subspark.training.EpochRule;
import io.github.subspark.training.MemoryEstimate;
import java.io.Serializable;
import java.util.Arrays;

/**
 * What a step of a sweep takes at its peak, beside the images and beside the process it runs in.
 *
 * @param heapBytes on the JVM's heap
 * @param offHeapBytes native memory: outside -Xmx, inside a container's limit
 */
public record StepMemory(long heapBytes, long offHeapBytes) implements Serializable {

  /** Of one step over N images. */
  public static StepMemory of(
      StepKind kind, Architecture architecture, SweepSpec spec, int images) {
    return switch (kind) {
      case PRETRAIN -> of(pretraining(architecture, spec, images));
      case FINETUNE -> finetuning(architecture, spec, images);
      case CLUSTER, PIC -> of(clustering(architecture, spec, images));
    };
  }

  /** With the clusterings of epochs that labels may choose, where there are any. */
  private static StepMemory finetuning(Architecture architecture, SweepSpec spec, int images) {
    StepMemory training = of(MemoryEstimate.finetuning(spec.training(), architecture, images));
    if (spec.training().epochRule() == EpochRule.FIXED) {
      return training;
    }
    StepMemory clustering = of(StepKind.CLUSTER, architecture, spec, images);
    return new StepMemory(
        training.heapBytes + clustering.heapBytes, training.offHeapBytes + clustering.offHeapBytes);
  }

  /** In whatever mode. */
  public static MemoryEstimate pretraining(Architecture architecture, SweepSpec spec, int images) {
    if (!spec.pretraining().shared()) {
      return MemoryEstimate.pretraining(spec.training(), architecture, images);
    }
    Batching batching = Batching.of(spec.pretraining(), spec.training(), images);
    return MemoryEstimate.sharedPretraining(
        architecture, batching.frequency() * batching.batch(), batching.batch());
  }

  /** The most that any step of a grid takes, of heap and of native memory. */
  static StepMemory largest(Grid grid, SweepSpec spec, int images) {
    return grid.cells().stream()
        .map(grid::architecture)
        .distinct()
        .flatMap(
            architecture ->
                Arrays.stream(StepKind.values()).map(kind -> of(kind, architecture, spec, images)))
        .reduce(new StepMemory(0, 0), StepMemory::max);
  }

  /**
   * The most that anything beside a grid's cells takes: a consensus as much as the clusterers of a
   * cell, a baseline as much as the ensembles of pixels instead of a latent.
   */
  static StepMemory aside(Grid grid, SweepSpec spec, int images) {
    int rank = EnsembleAffinities.largestRank(images, spec.clusters());
    return grid.cells().stream()
        .map(grid::architecture)
        .distinct()
        .map(
            network ->
                clustering(network, spec, images)
                    .max(ClusteringMemory.ofEnsembles(images, rank, network.imageSize())))
        .map(StepMemory::of)
        .reduce(new StepMemory(0, 0), StepMemory::max);
  }

  /** Device memory that the largest training of a grid takes on a GPU. */
  public static long largestTraining(Grid grid, SweepSpec spec, int images) {
    return grid.cells().stream()
        .map(grid::architecture)
        .mapToLong(
            architecture -> MemoryEstimate.finetuningOnGpu(spec.training(), architecture, images))
        .max()
        .orElseThrow();
  }

  /** Of the affinities and clusterers of one cell. */
  public static ClusteringMemory clustering(Architecture architecture, SweepSpec spec, int images) {
    int rank = spec.affinity().dsc().dimension() * spec.clusters() + 1;
    int widest = Math.max(rank, spec.clustering().power().columns());
    ClusteringMemory others = ClusteringMemory.of(images, Math.max(widest, spec.clusters() + 1));
    if (!spec.clustering().ensembles()) {
      return others;
    }
    return others.max(
        ClusteringMemory.ofEnsembles(
            images,
            EnsembleAffinities.largestRank(images, spec.clusters()),
            spec.clustering().closedForm() ? architecture.latentSize() : 0));
  }

  private StepMemory max(StepMemory other) {
    return new StepMemory(
        Math.max(heapBytes, other.heapBytes), Math.max(offHeapBytes, other.offHeapBytes));
  }

  private static StepMemory of(MemoryEstimate estimate) {
    return new StepMemory(estimate.heapBytes(), estimate.offHeapBytes());
  }

  private static StepMemory of(ClusteringMemory estimate) {
    return new StepMemory(estimate.heapBytes(), estimate.offHeapBytes());
  }
}
