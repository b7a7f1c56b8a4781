/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.Seeds;
import io.github.subspark.affinity.Affinities;
import io.github.subspark.affinity.AffinityKind;
import io.github.subspark.clustering.ClustererKind;
import io.github.subspark.clustering.LocalClusterers;
import io.github.subspark.clustering.Partition;
import io.github.subspark.commit.Artefacts.PartitionArtefact;
import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.Numerics;
import io.github.subspark.commit.Persistence;
import io.github.subspark.commit.Provenance;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.commit.StepSummary;
import io.github.subspark.network.Architecture;
import io.github.subspark.sweep.Cell;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.Engine;
import io.github.subspark.training.EpochRule;
import io.github.subspark.training.FineTuned;
import io.github.subspark.training.MemoryEstimate;
import io.github.subspark.training.Pretrained;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.Function;

/**
 * A step as a task on an executor: reads what it needs from the run directory, computes, commits.
 * Whatever it throws becomes a value here, OutOfMemoryError too: outside, Spark would end the JVM
 * and the other cells in it.
 */
public record StepTask(StepContext context, Architecture architecture)
    implements Function<Step, StepOutcome> {

  @Override
  public StepOutcome call(Step step) {
    try {
      if (context.output().commit(step.kind().artefact(), step.key()).isPresent()) {
        // Spark runs a task again whose executor died before it could tell of its end.
        return new StepOutcome.Committed(null);
      }
      Engine engine = prepare(step);
      Instant started = Instant.now();
      switch (step.kind()) {
        case PRETRAIN -> pretrain(step, engine, started);
        case FINETUNE -> fineTune(step, engine, started);
        case CLUSTER -> cluster(step, started);
        case PIC -> throw new IllegalArgumentException("MLlib's jobs start on the driver");
      }
      return new StepOutcome.Committed(
          step.kind().trains() ? Machine.numerics(context.engine()) : null);
    } catch (Exception | Error thrown) {
      return Failures.of(thrown, Machine.host());
    }
  }

  /**
   * Makes this process and this thread ready for a step, or a part of one. BLAS threads are the
   * process's, and every task of a sweep asks for the same number.
   *
   * @return the engine, on the GPU that this task was given, if it was given one
   * @throws GpuUnusableException if that GPU will not do
   */
  public Engine prepare(Step step) {
    if (step.kind().trains() && context.spec().job().gpuCheck()) {
      requireGpu();
    }
    Machine.useThreads(context.spec().job().coresPerTraining());
    if (context.required() != null) {
      // Clustering holds no GPU where trainings do.
      Numerics here =
          step.kind().trains()
              ? Machine.numerics(context.engine())
              : Machine.numerics(context.engine()).on(context.required().device());
      NumericsChangedException.check(here, context.required());
    }
    return Optional.of(context.engine())
        .filter(engine -> step.kind().trains())
        .flatMap(Machine::gpu)
        .map(context.engine()::on)
        .orElse(context.engine());
  }

  private void requireGpu() {
    long bytes =
        MemoryEstimate.finetuningOnGpu(context.spec().training(), architecture, context.count());
    GpuCheck.problem(context.engine(), bytes)
        .ifPresent(
            problem -> {
              throw new GpuUnusableException(problem);
            });
  }

  private void pretrain(Step step, Engine engine, Instant started) throws IOException {
    Pretrained pretrained =
        engine.pretrain(
            context.images().value(),
            architecture,
            context.spec().training(),
            pretrainingSeed(step.cell()),
            context.epochCounter());
    commit(step, pretrained, Machine.provenance(context.engine(), started));
  }

  /** Commits a pretraining, wherever it ran. */
  public void commit(Step step, Pretrained pretrained, Provenance provenance) throws IOException {
    commit(
        step,
        attempt ->
            attempt
                .weights(pretrained.parameters())
                .curve(pretrained.curve())
                .commit(
                    new StepSummary(pretrained.seed(), pretrained.restarts(), null, null),
                    provenance));
  }

  private void fineTune(Step step, Engine engine, Instant started) throws IOException {
    SweepSpec spec = context.spec();
    RunDirectory run = context.run();
    CommitRecord before = committed(run, Step.pretraining(step.cell()));
    Pretrained pretrained =
        new Pretrained(
            run.weights(before),
            before.summary().weightsSeed(),
            before.summary().restarts(),
            List.of());
    EpochPartitions partitions =
        new EpochPartitions(
            spec, context.count(), seed(step.cell(), "clustering"), context.epochCounter());
    FineTuned tuned =
        engine.fineTune(
            context.images().value(),
            architecture,
            step.cell().attention(),
            spec.network(),
            spec.training(),
            pretrained,
            seed(step.cell(), "finetuning"),
            partitions);
    StepSummary summary =
        new StepSummary(null, null, tuned.attention().text(), tuned.selfExpressionResidual());
    commit(
        step,
        attempt -> {
          if (spec.clustering().closedForm()) {
            attempt.latent(tuned.latent());
          }
          attempt
              .coefficients(context.data(), step.cell(), tuned.coefficients())
              .weights(tuned.parameters())
              .curve(tuned.curve());
          if (spec.training().epochRule() == EpochRule.BEST_BY_LABELS) {
            attempt.partitions(partitions.found());
          }
          attempt.commit(summary, Machine.provenance(context.engine(), started));
        });
  }

  private void cluster(Step step, Instant started) throws IOException {
    SweepSpec spec = context.spec();
    List<PartitionArtefact> partitions = new ArrayList<>();
    for (AffinityKind kind : affinities(spec)) {
      List<Partition> found =
          LocalClusterers.cluster(
              affinity(context.run(), step.cell(), kind),
              context.count(),
              spec.clusters(),
              spec.clustering(),
              seed(step.cell(), "clustering"));
      found.forEach(partition -> partitions.add(artefact(kind, partition)));
    }
    Ensembles ensembles = ensembles(step.cell());
    partitions.addAll(ensembles.answers());
    commit(
        step,
        attempt -> {
          if (spec.clustering().ensembles()) {
            attempt.members(ensembles.members());
          }
          attempt
              .partitions(partitions)
              .commit(StepSummary.none(), Machine.provenance(context.engine(), started));
        });
  }

  private Ensembles ensembles(Cell cell) throws IOException {
    SweepSpec spec = context.spec();
    if (!spec.clustering().ensembles()) {
      return Ensembles.NONE;
    }
    RunDirectory run = context.run();
    CommitRecord tuned = committed(run, new Step(StepKind.FINETUNE, cell));
    int images = context.count();
    return Ensembles.of(
        run.coefficients(tuned),
        spec.clustering().closedForm() ? run.latent(tuned) : new float[0],
        images,
        spec,
        seed(cell, "clustering"));
  }

  /** None where ensembles alone are asked for, which form their own. */
  private static List<AffinityKind> affinities(SweepSpec spec) {
    boolean wanted =
        spec.clustering().clusterers().stream()
            .anyMatch(kind -> kind != ClustererKind.PIC && kind.ofAnAffinity());
    return wanted ? spec.affinity().kinds() : List.of();
  }

  static PartitionArtefact artefact(AffinityKind kind, Partition partition) {
    return new PartitionArtefact(
        kind.text(),
        partition.clusterer().text(),
        partition.eigengap(),
        partition.duration().toMillis() / 1e3,
        partition.clusters());
  }

  /** Commits a step to the run directory that is written to. */
  public void commit(Step step, Persistence.Writing writing) throws IOException {
    Persistence.commit(context.output(), step.kind().artefact(), step.key(), writing);
  }

  /** The affinity of a cell's committed C, N x N, row-major. */
  public double[] affinity(RunDirectory run, Cell cell, AffinityKind kind) throws IOException {
    float[] coefficients = run.coefficients(committed(run, new Step(StepKind.FINETUNE, cell)));
    SweepSpec spec = context.spec();
    return Affinities.of(
        kind, coefficients, context.count(), spec.clusters(), spec.affinity().dsc());
  }

  private static CommitRecord committed(RunDirectory run, Step step) throws IOException {
    return run.commit(step.kind().artefact(), step.key())
        .orElseThrow(
            () -> new IllegalStateException("Cannot find the commit of " + step.description()));
  }

  /** What all draws of a pretraining derive from. */
  public static long pretrainingSeed(Cell cell) {
    return seed(cell, "pretraining");
  }

  /** Arms of one (compression, seed) share their draws, so that their difference is the arm's. */
  private static long seed(Cell cell, String purpose) {
    return Seeds.derive(cell.seed(), purpose, cell.channels());
  }

  /** Whether the spec asks for clusterers that run as a task. */
  public static boolean clustersLocally(SweepSpec spec) {
    return spec.clustering().clusterers().stream().anyMatch(kind -> kind != ClustererKind.PIC);
  }
}
