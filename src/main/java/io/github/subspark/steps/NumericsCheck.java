/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.InvalidInputException;
import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.Numerics;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.sweep.Cell;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares what executors compute with, before a run goes on, with what it has been computed with.
 */
public final class NumericsCheck {
  private NumericsCheck() {}

  /** What the first step of a run was computed with, if there is one. */
  public static Optional<Numerics> ofRun(Commits commits) {
    return commits.trainings().stream()
        .map(CommitRecord::provenance)
        .min(Comparator.comparing(provenance -> provenance.started()))
        .map(provenance -> provenance.numerics());
  }

  /**
   * Refuses executors that would add other bits to a run.
   *
   * @throws InvalidInputException if they would
   */
  public static void require(Numerics executors, Numerics ofRun, RunDirectory run) {
    List<String> differences = executors.differences(ofRun);
    if (!differences.isEmpty()) {
      throw new InvalidInputException(
          "Cannot go on with %s bit for bit: %s. Use machines like those of the run, or leave out --strict-numerics."
              .formatted(run.place(), String.join("; ", differences)));
    }
  }

  /** Whether a training of a cell was computed with something else; null until it is trained. */
  public static Boolean changed(Optional<Numerics> first, Commits commits, Cell cell) {
    Optional<CommitRecord> tuned = commits.of(new Step(StepKind.FINETUNE, cell));
    if (tuned.isEmpty()) {
      return null;
    }
    return Stream.of(tuned, commits.of(Step.pretraining(cell)))
        .flatMap(Optional::stream)
        .anyMatch(commit -> !commit.provenance().numerics().equals(first.orElseThrow()));
  }

  /** What to know of a run that was computed with both. */
  public static String mixed(Numerics here, Numerics there) {
    return "figures of this run agree to a few digits only, not bit for bit (%s); see numerics_changed in the tables."
        .formatted(String.join("; ", here.differences(there)));
  }
}
