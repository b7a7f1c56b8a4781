/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.publishing;

import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.FailureRecord;
import io.github.subspark.commit.Numerics;
import io.github.subspark.commit.Provenance;
import io.github.subspark.steps.Commits;
import io.github.subspark.steps.FailureLog;
import io.github.subspark.steps.NumericsCheck;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepKind;
import io.github.subspark.sweep.Cell;
import io.github.subspark.tables.CellRow;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Rows of {@code cells}: how far each cell of a run is, from its commits and failures. */
final class CellRows {
  private final RunDescription description;
  private final Commits commits;
  private final FailureLog failures;
  private final Optional<Numerics> first;

  private CellRows(RunDescription description, Commits commits, FailureLog failures) {
    this.description = description;
    this.commits = commits;
    this.failures = failures;
    this.first = NumericsCheck.ofRun(commits);
  }

  static List<CellRow> of(RunDescription description, Commits commits, FailureLog failures) {
    CellRows rows = new CellRows(description, commits, failures);
    return description.cells().stream().map(rows::row).toList();
  }

  private CellRow row(Cell cell) {
    List<Step> steps = Step.all(description.spec(), List.of(cell));
    boolean done = steps.stream().allMatch(commits::contains);
    // What failed once and was committed later is no failure any more.
    Optional<FailureRecord> failure =
        steps.stream()
            .filter(step -> !commits.contains(step))
            .flatMap(step -> failures.of(step).stream())
            .reduce((first, second) -> second);
    Optional<CommitRecord> pretrained = commits.of(Step.pretraining(cell));
    Optional<CommitRecord> tuned = commits.of(new Step(StepKind.FINETUNE, cell));
    Optional<CommitRecord> clustered = commits.of(new Step(StepKind.CLUSTER, cell));
    return new CellRow(
        description.data().name(),
        cell.compression(),
        cell.channels(),
        cell.attention().text(),
        cell.seed(),
        done ? "done" : failure.isPresent() ? "failed" : "missing",
        tuned.map(commit -> commit.summary().attentionHealth()).orElse(null),
        pretrained.map(commit -> commit.summary().restarts()).orElse(null),
        told(pretrained, Provenance::seconds),
        told(tuned, Provenance::seconds),
        told(clustered, Provenance::seconds),
        told(tuned, Provenance::peakBytes),
        finished(steps),
        told(tuned, Provenance::host),
        told(tuned, Provenance::device),
        told(tuned, Provenance::backend),
        told(tuned, Provenance::blas),
        told(tuned, Provenance::blasKernel),
        told(tuned, Provenance::threads),
        NumericsCheck.changed(first, commits, cell),
        told(tuned, Provenance::version),
        Math.toIntExact(steps.stream().mapToLong(step -> failures.of(step).size()).sum()),
        failure.map(FailureRecord::step).orElse(null),
        failure.map(FailureRecord::kind).orElse(null),
        failure.map(FailureRecord::message).orElse(null),
        failure.map(FailureRecord::attempt).orElse(null),
        failure.map(FailureRecord::host).orElse(null),
        failure.map(FailureRecord::time).orElse(null));
  }

  private String finished(List<Step> steps) {
    return steps.stream()
        .flatMap(step -> commits.of(step).stream())
        .map(commit -> commit.provenance().ended())
        .max(Comparator.naturalOrder())
        .map(ended -> ended.truncatedTo(ChronoUnit.SECONDS).toString())
        .orElse(null);
  }

  private static <T> T told(Optional<CommitRecord> commit, Function<Provenance, T> fact) {
    return commit.map(CommitRecord::provenance).map(fact).orElse(null);
  }
}
