/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.Seeds;
import io.github.subspark.clustering.ClustererKind;
import io.github.subspark.clustering.CoAssociation;
import io.github.subspark.commit.ArtefactKind;
import io.github.subspark.commit.Artefacts.PartitionArtefact;
import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.Persistence;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.commit.StepSummary;
import io.github.subspark.network.AutoencoderGraph;
import io.github.subspark.network.Latent;
import io.github.subspark.sweep.Cell;
import io.github.subspark.sweep.Grid;
import io.github.subspark.sweep.SweepSpec;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.Function;

/** An {@link Aside} as a task on an executor. What it throws becomes a value, as of a step. */
public record AsideTask(StepContext context) implements Function<Aside, StepOutcome> {

  @Override
  public StepOutcome call(Aside aside) {
    try {
      Machine.useThreads(context.spec().job().coresPerTraining());
      Instant started = Instant.now();
      List<PartitionArtefact> partitions =
          aside.baseline().isPresent() ? baseline(aside) : consensus(aside);
      Persistence.commit(
          context.output(),
          ArtefactKind.PARTITIONS,
          aside.key(),
          attempt ->
              attempt
                  .partitions(partitions)
                  .commit(StepSummary.none(), Machine.provenance(context.engine(), started)));
      return new StepOutcome.Committed(null);
    } catch (Exception | Error thrown) {
      return Failures.of(thrown, Machine.host());
    }
  }

  /** Averages the co-association of the cells, one cell's partitions in memory at a time. */
  private List<PartitionArtefact> consensus(Aside aside) throws IOException {
    SweepSpec spec = context.spec();
    RunDirectory run = context.run();
    List<PartitionArtefact> answers = new ArrayList<>();
    for (ClustererKind kind : spec.clustering().clusterers()) {
      if (!kind.ofAnAffinity()) {
        long start = System.nanoTime();
        CoAssociation together = new CoAssociation(context.count());
        for (Cell cell : aside.cells()) {
          Ensembles.add(kind, run.members(committed(run, cell)), together.images(), together);
        }
        long seed = Seeds.derive(spec.seeds().get(0), "consensus");
        answers.add(Ensembles.answer(kind, together, spec.clusters(), seed, start, 0));
      }
    }
    return answers;
  }

  private static CommitRecord committed(RunDirectory run, Cell cell) throws IOException {
    Step step = new Step(StepKind.CLUSTER, cell);
    return run.commit(step.kind().artefact(), step.key()).orElseThrow();
  }

  private List<PartitionArtefact> baseline(Aside aside) throws IOException {
    Baselines baselines =
        new Baselines(context.spec(), context.count(), Seeds.derive(aside.seed(), aside.method()));
    float[] pixels = context.images().value().pixels();
    return switch (aside.baseline().orElseThrow()) {
      case KMEANS_PIXELS -> baselines.kmeans(pixels);
      case RIDGE_PIXELS -> baselines.ridge(pixels);
      case SSC_OMP -> baselines.matchingPursuit(pixels);
      case CLOSED_FORM -> baselines.ensemble(latent(aside.cells().get(0)));
    };
  }

  private float[] latent(Cell cell) throws IOException {
    RunDirectory run = context.run();
    Step step = Step.pretraining(cell);
    CommitRecord commit = run.commit(step.kind().artefact(), step.key()).orElseThrow();
    double rate = context.spec().training().learningRate();
    try (AutoencoderGraph graph =
        AutoencoderGraph.pretraining(
            Grid.of(context.spec(), context.images().value()).architecture(cell), rate)) {
      graph.copyPretrained(run.weights(commit));
      return Latent.of(graph, context.images().value().pixels());
    }
  }
}
