/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.clustering.ClusteringMemory;
import io.github.subspark.images.Images;
import io.github.subspark.memory.StepMemory;
import io.github.subspark.network.Architecture;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepKind;
import io.github.subspark.sweep.Cell;
import io.github.subspark.sweep.Grid;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.MemoryEstimate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * What a sweep consists of, and what its steps take in memory.
 *
 * @param cells of the grid
 * @param steps how many there are of each kind
 * @param slots steps that run at once on this Spark
 * @param points one entry per compression, by k
 * @param clustering peak of the affinities and local clusterers of one cell, estimated
 */
public record Plan(
    int cells,
    List<StepCount> steps,
    int slots,
    List<PointMemory> points,
    ClusteringMemory clustering) {
  public Plan {
    steps = List.copyOf(steps);
    points = List.copyOf(points);
  }

  /** Plans a sweep; nothing is trained. */
  public static Plan of(SparkSession spark, SweepSpec spec, Images images) {
    Grid grid = Grid.of(spec, images);
    List<Step> steps = Step.all(spec, grid.cells());
    return new Plan(
        grid.cells().size(),
        Arrays.stream(StepKind.values()).map(kind -> count(steps, kind)).toList(),
        new Slots(spark.sparkContext(), spec, spec.training().engine().engine()).trainings(),
        firstOfEachCompression(grid).stream()
            .map(cell -> memory(cell, grid, spec, images.count()))
            .toList(),
        largestClustering(grid, spec, images.count()));
  }

  /** By k. */
  static List<Cell> firstOfEachCompression(Grid grid) {
    Map<Integer, Cell> first = new TreeMap<>();
    grid.cells().forEach(cell -> first.putIfAbsent(cell.channels(), cell));
    return List.copyOf(first.values());
  }

  private static StepCount count(List<Step> steps, StepKind kind) {
    long count = steps.stream().filter(step -> step.kind() == kind).count();
    return new StepCount(kind, Math.toIntExact(count));
  }

  private static PointMemory memory(Cell cell, Grid grid, SweepSpec spec, int images) {
    Architecture architecture = grid.architecture(cell);
    return new PointMemory(
        cell.compression(),
        cell.channels(),
        architecture.latentSize(),
        StepMemory.pretraining(architecture, spec, images),
        MemoryEstimate.finetuning(spec.training(), architecture, images));
  }

  private static ClusteringMemory largestClustering(Grid grid, SweepSpec spec, int images) {
    return grid.cells().stream()
        .map(cell -> StepMemory.clustering(grid.architecture(cell), spec, images))
        .max(Comparator.comparingLong(ClusteringMemory::totalBytes))
        .orElseThrow();
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
   * @param pretraining peak memory, estimated
   * @param finetuning peak memory, estimated
   */
  public record PointMemory(
      double compression,
      int channels,
      int latentSize,
      MemoryEstimate pretraining,
      MemoryEstimate finetuning) {}

  /**
   * What a sweep takes on this machine, see {@link Calibration}.
   *
   * @param epochs of a training, by k
   * @param clustering affinities and local clusterers of one cell
   * @param pic MLlib's clusterer of one cell
   * @param total wall time of the whole sweep
   */
  public record Times(
      Map<Integer, EpochTimes> epochs, Duration clustering, Duration pic, Duration total) {
    public Times {
      epochs = Map.copyOf(epochs);
    }
  }

  /**
   * Wall time of an epoch with its neighbours at work.
   *
   * @param pretraining of the grid point
   * @param finetuning of the attention with the most work
   */
  public record EpochTimes(Duration pretraining, Duration finetuning) {}
}
