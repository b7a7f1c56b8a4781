/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.clustering.ClusteringMemory;
import io.github.subspark.steps.StepKind;
import io.github.subspark.training.MemoryEstimate;
import java.time.Duration;
import java.util.List;

/**
 * What a sweep will take on this machine.
 *
 * @param cells of the grid
 * @param steps how many there are of each kind
 * @param slots steps that run at once
 * @param points one entry per compression
 * @param clusteringMemory peak of the affinities and local clusterers of one cell, estimated
 * @param clustering affinities and local clusterers of one cell
 * @param pic MLlib's clusterer of one cell
 * @param total wall time of the whole sweep
 */
public record Plan(
    int cells,
    List<StepCount> steps,
    int slots,
    List<PointCost> points,
    ClusteringMemory clusteringMemory,
    Duration clustering,
    Duration pic,
    Duration total) {
  public Plan {
    steps = List.copyOf(steps);
    points = List.copyOf(points);
  }

  /**
   * How many Spark jobs of a kind a sweep has.
   *
   * @param kind of step
   * @param count of them
   */
  public record StepCount(StepKind kind, int count) {}

  /**
   * What one training at a compression takes.
   *
   * @param compression latent size / input size
   * @param channels k
   * @param latentSize d
   * @param pretrainingEpoch measured
   * @param finetuningEpoch measured
   * @param pretraining peak memory, estimated
   * @param finetuning peak memory, estimated
   */
  public record PointCost(
      double compression,
      int channels,
      int latentSize,
      Duration pretrainingEpoch,
      Duration finetuningEpoch,
      MemoryEstimate pretraining,
      MemoryEstimate finetuning) {}
}
