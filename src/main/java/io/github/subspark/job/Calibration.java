/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.affinity.Affinities;
import io.github.subspark.affinity.AffinityKind;
import io.github.subspark.clustering.LocalClusterers;
import io.github.subspark.clustering.SparseEdges;
import io.github.subspark.images.Images;
import io.github.subspark.job.Plan.EpochTimes;
import io.github.subspark.job.Plan.Times;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.Attention;
import io.github.subspark.steps.Ensembles;
import io.github.subspark.steps.Machine;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepKind;
import io.github.subspark.steps.StepTask;
import io.github.subspark.sweep.Cell;
import io.github.subspark.sweep.Grid;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.Engine;
import io.github.subspark.training.FineTuned;
import io.github.subspark.training.Pretrained;
import io.github.subspark.training.RestartSpec;
import io.github.subspark.training.TrainingSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Tuple3;

/**
 * Measures what a sweep's steps take on this machine: a few epochs per compression, one clustering,
 * one run of MLlib's clusterer, each on all slots at once, since neighbours share caches and memory
 * bandwidth. The sweep's time is the sum of its steps over the slots.
 */
public final class Calibration {
  private static final List<Attention> BY_WORK =
      List.of(
          Attention.NONE,
          Attention.CONSTANT,
          Attention.ECA,
          Attention.CHANNEL,
          Attention.CHANNEL_ONE,
          Attention.SOFTMAX,
          Attention.SPATIAL,
          Attention.CBAM);

  private static final int WARM_UP = 4;
  private static final int PRETRAINING_EPOCHS = 40;
  private static final int FINETUNING_EPOCHS = 8;

  /** The first runs warm up the JVM, as the first cells of a sweep do; long ones need none. */
  private static final int CLUSTERINGS = 3;

  private static final Duration WARM = Duration.ofSeconds(4);

  /** Starting Spark, reading images, publishing tables. */
  private static final Duration AROUND = Duration.ofSeconds(15);

  private final JavaSparkContext spark;
  private final Engine engine;
  private final SweepSpec spec;
  private final Images images;
  private final Grid grid;
  private final int slots;
  private final Consumer<String> announcement;

  private Calibration(
      JavaSparkContext spark,
      Engine engine,
      SweepSpec spec,
      Images images,
      Consumer<String> announcement) {
    this.spark = spark;
    this.engine = engine;
    this.spec = spec;
    this.images = images;
    this.grid = Grid.of(spec, images);
    this.slots = new Slots(spark.sc(), spec, engine).trainings();
    this.announcement = announcement;
  }

  /**
   * Times of a sweep on this machine.
   *
   * @param announcement hears what is being measured
   */
  public static Times times(
      SparkSession spark,
      Engine engine,
      SweepSpec spec,
      Images images,
      Consumer<String> announcement)
      throws InterruptedException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return new Calibration(context, engine, spec, images, announcement).measure();
  }

  /** What a few epochs took, and what they left. */
  private record Measured(EpochTimes times, FineTuned tuned) {}

  private Times measure() throws InterruptedException {
    Machine.useThreads(spec.job().coresPerTraining());
    Map<Integer, EpochTimes> epochs = new HashMap<>();
    FineTuned tuned = null;
    for (Cell cell : Plan.firstOfEachCompression(grid)) {
      announcement.accept("k = %d: a few epochs".formatted(cell.channels()));
      Measured measured = slowest(onAllSlots(() -> train(cell)));
      epochs.put(cell.channels(), measured.times());
      tuned = measured.tuned();
    }
    FineTuned last = tuned;
    float[] c = tuned.coefficients();
    Duration clustering = Duration.ZERO;
    if (StepTask.clustersLocally(spec)) {
      announcement.accept("clustering one C");
      clustering = longest(onAllSlots(() -> cluster(last)));
    }
    List<Step> steps = Step.all(spec, grid.cells());
    Duration pic = Duration.ZERO;
    if (steps.stream().anyMatch(step -> step.kind() == StepKind.PIC)) {
      announcement.accept("MLlib's power iteration on one C");
      pic = longest(onAllSlots(() -> pic(c)));
    }
    return new Times(epochs, clustering, pic, total(steps, epochs, clustering, pic));
  }

  private Measured train(Cell cell) {
    Architecture architecture = grid.architecture(cell);
    TrainingSpec few = fewEpochs();
    List<Long> pretraining = new ArrayList<>();
    Pretrained pretrained =
        engine.pretrain(
            images, architecture, few, cell.seed(), (p, a, e, n) -> pretraining.add(now()));
    List<Long> finetuning = new ArrayList<>();
    FineTuned tuned =
        engine.fineTune(
            images,
            architecture,
            arm(cell),
            spec.network(),
            few,
            pretrained,
            cell.seed(),
            (p, a, e, n) -> finetuning.add(now()));
    return new Measured(new EpochTimes(median(pretraining), median(finetuning)), tuned);
  }

  /** The arm with the most work at a compression. */
  private Attention arm(Cell cell) {
    return grid.cells().stream()
        .filter(other -> other.channels() == cell.channels())
        .map(Cell::attention)
        .max(Comparator.comparing(BY_WORK::indexOf))
        .orElse(cell.attention());
  }

  /** The sweep's trainings, too short for anything to count as dead. */
  private TrainingSpec fewEpochs() {
    return new TrainingSpec(
        spec.training().engine(),
        WARM_UP + PRETRAINING_EPOCHS,
        spec.training().batchSize(),
        WARM_UP + FINETUNING_EPOCHS,
        spec.training().learningRate(),
        new RestartSpec(1, 0, Integer.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE));
  }

  private Duration cluster(FineTuned tuned) {
    float[] coefficients = tuned.coefficients();
    long begin = now();
    long start = begin;
    for (int run = 0; run < CLUSTERINGS && start - begin < WARM.toNanos(); run++) {
      start = now();
      for (AffinityKind kind : spec.affinity().kinds()) {
        LocalClusterers.cluster(
            affinity(kind, coefficients), images.count(), spec.clusters(), spec.clustering(), run);
      }
      if (spec.clustering().ensembles()) {
        Ensembles.of(coefficients, tuned.latent(), images.count(), spec, run);
      }
    }
    return Duration.ofNanos(now() - start);
  }

  private Duration pic(float[] coefficients) {
    long start = now();
    for (int run = 0; run < 2; run++) {
      start = now();
      for (AffinityKind kind : spec.affinity().kinds()) {
        List<Tuple3<Long, Long, Double>> edges = new ArrayList<>();
        MllibPic.edges(
                SparseEdges.of(
                    affinity(kind, coefficients),
                    images.count(),
                    spec.clustering().pic().neighbours()))
            .forEachRemaining(edges::add);
        JavaRDD<Tuple3<Long, Long, Double>> rdd = spark.parallelize(edges, 1);
        MllibPic.cluster(
            rdd, images.count(), spec.clusters(), spec.clustering().pic().iterations());
      }
    }
    return Duration.ofNanos(now() - start);
  }

  private double[] affinity(AffinityKind kind, float[] coefficients) {
    return Affinities.of(
        kind, coefficients, images.count(), spec.clusters(), spec.affinity().dsc());
  }

  private Duration total(
      List<Step> steps, Map<Integer, EpochTimes> epochs, Duration clustering, Duration pic) {
    Duration sum =
        steps.stream()
            .map(step -> cost(step, epochs.get(step.cell().channels()), clustering, pic))
            .reduce(Duration.ZERO, Duration::plus);
    return sum.dividedBy(slots).plus(AROUND);
  }

  private Duration cost(Step step, EpochTimes epoch, Duration clustering, Duration pic) {
    TrainingSpec training = spec.training();
    return switch (step.kind()) {
      case PRETRAIN -> epoch.pretraining().multipliedBy(training.allPretrainingEpochs());
      case FINETUNE ->
          epoch
              .finetuning()
              .multipliedBy(training.lastFinetuningEpoch(images.count()))
              .plus(clustering.multipliedBy(training.candidates()));
      case CLUSTER -> clustering;
      case PIC -> pic;
    };
  }

  private <T> List<T> onAllSlots(Callable<T> measurement) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(slots);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(Collections.nCopies(slots, measurement))) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException failed) {
      throw new IllegalStateException("Cannot calibrate: " + failed.getCause(), failed.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static Measured slowest(List<Measured> all) {
    return all.stream()
        .max(Comparator.comparing(measured -> measured.times().finetuning()))
        .orElseThrow();
  }

  private static Duration longest(List<Duration> all) {
    return all.stream().max(Comparator.naturalOrder()).orElseThrow();
  }

  private static Duration median(List<Long> ends) {
    long[] taken = new long[ends.size() - WARM_UP];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = ends.get(WARM_UP + i) - ends.get(WARM_UP + i - 1);
    }
    Arrays.sort(taken);
    return Duration.ofNanos(taken[taken.length / 2]);
  }

  private static long now() {
    return System.nanoTime();
  }
}
