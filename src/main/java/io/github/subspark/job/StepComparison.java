/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.commit.ArtefactKind;
import io.github.subspark.commit.Artefacts.PartitionArtefact;
import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.commit.StepSummary;
import io.github.subspark.job.Verdict.Outcome;
import io.github.subspark.scores.Stability;
import io.github.subspark.steps.Step;
import io.github.subspark.training.Epoch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Compares a committed step with the same step computed again from the same inputs: bit by bit
 * where both were computed with the same backend, BLAS, kernel and threads, else with a tolerance.
 */
final class StepComparison {
  /** Norm of the difference over that of the committed values. */
  private static final double TOLERANCE = 1e-2;

  /** Adjusted Rand index between partitions of nearly the same C. */
  private static final double AGREEMENT = 0.9;

  private final RunDirectory run;
  private final RunDirectory again;
  private final boolean bits;
  private final List<String> different = new ArrayList<>();
  private final List<String> tolerated = new ArrayList<>();

  private StepComparison(RunDirectory run, RunDirectory again, boolean bits) {
    this.run = run;
    this.again = again;
    this.bits = bits;
  }

  static Verdict of(
      Step step,
      CommitRecord committed,
      RunDirectory run,
      CommitRecord computed,
      RunDirectory again)
      throws IOException {
    List<String> numerics =
        computed.provenance().numerics().differences(committed.provenance().numerics());
    StepComparison comparison = new StepComparison(run, again, numerics.isEmpty());
    comparison.compare(committed, computed);
    if (!comparison.different.isEmpty()) {
      return new Verdict(step, Outcome.DIFFERENT, comparison.different);
    } else if (comparison.tolerated.isEmpty()) {
      return new Verdict(step, Outcome.IDENTICAL, List.of());
    }
    comparison.tolerated.addAll(numerics);
    return new Verdict(step, Outcome.WITHIN_TOLERANCE, comparison.tolerated);
  }

  private void compare(CommitRecord committed, CommitRecord computed) throws IOException {
    summaries(committed.summary(), computed.summary());
    for (CommitRecord.ArtefactFile file : committed.files()) {
      ArtefactKind kind = file.kind();
      switch (kind) {
        case WEIGHTS -> values(kind.text(), run.weights(committed), again.weights(computed));
        case COEFFICIENTS ->
            values(kind.text(), run.coefficients(committed), again.coefficients(computed));
        case CURVES -> curves(run.curve(committed), again.curve(computed));
        case PARTITIONS -> partitions(run.partitions(committed), again.partitions(computed));
        case LATENT -> values(kind.text(), run.latent(committed), again.latent(computed));
        case MEMBERS -> members(run.members(committed), again.members(computed));
      }
    }
  }

  private void summaries(StepSummary there, StepSummary here) {
    same("weights_seed", there.weightsSeed(), here.weightsSeed());
    same("restarts", there.restarts(), here.restarts());
    same("attention_health", there.attentionHealth(), here.attentionHealth());
  }

  private void same(String field, Object there, Object here) {
    if (!Objects.equals(there, here)) {
      different.add("%s: %s, was %s".formatted(field, here, there));
    }
  }

  private void values(String field, float[] there, float[] here) {
    if (there.length != here.length) {
      different.add("%s: %d values, were %d".formatted(field, here.length, there.length));
      return;
    }
    int count = 0;
    double squares = 0;
    double apart = 0;
    for (int i = 0; i < there.length; i++) {
      count += Float.floatToRawIntBits(there[i]) == Float.floatToRawIntBits(here[i]) ? 0 : 1;
      squares += (double) there[i] * there[i];
      apart += ((double) there[i] - here[i]) * ((double) there[i] - here[i]);
    }
    if (count > 0) {
      double relative = Math.sqrt(apart / Math.max(squares, Double.MIN_NORMAL));
      note(
          String.format(
              Locale.ROOT,
              "%s: %d of %d values differ, relative norm %.1e",
              field,
              count,
              there.length,
              relative),
          relative <= TOLERANCE);
    }
  }

  private void curves(List<Epoch> there, List<Epoch> here) {
    if (there.size() != here.size()) {
      different.add("curves: %d epochs, were %d".formatted(here.size(), there.size()));
      return;
    }
    float[] before = totals(there);
    float[] now = totals(here);
    if (!there.equals(here)) {
      if (Arrays.equals(before, now)) {
        note("curves: terms of the loss differ", true);
      } else {
        values("curves: total", before, now);
      }
    }
  }

  private static float[] totals(List<Epoch> curve) {
    float[] totals = new float[curve.size()];
    for (int i = 0; i < totals.length; i++) {
      totals[i] = (float) curve.get(i).total();
    }
    return totals;
  }

  private void partitions(List<PartitionArtefact> there, List<PartitionArtefact> here) {
    if (there.size() != here.size()) {
      different.add("partitions: %d, were %d".formatted(here.size(), there.size()));
      return;
    }
    for (int i = 0; i < there.size(); i++) {
      PartitionArtefact before = there.get(i);
      PartitionArtefact now = here.get(i);
      String field = "partition " + before.affinity() + " + " + before.clusterer();
      same(
          field + ": recipe",
          before.affinity() + before.clusterer(),
          now.affinity() + now.clusterer());
      if (!Arrays.equals(before.clusters(), now.clusters())) {
        double agreement =
            Stability.of(List.of(before.clusters(), now.clusters())).meanPairwiseAri();
        note(
            String.format(Locale.ROOT, "%s: adjusted Rand index %.4f", field, agreement),
            agreement >= AGREEMENT);
      }
    }
  }

  private void members(List<int[]> there, List<int[]> here) {
    long differing =
        IntStream.range(0, Math.min(there.size(), here.size()))
            .filter(i -> !Arrays.equals(there.get(i), here.get(i)))
            .count();
    if (differing > 0 || there.size() != here.size()) {
      // What they agree on is compared as a partition.
      note("members: %d of %d differ".formatted(differing, there.size()), true);
    }
  }

  private void note(String line, boolean near) {
    (bits || !near ? different : tolerated).add(line);
  }
}
