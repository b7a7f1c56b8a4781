/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.publishing;

import io.github.subspark.commit.Artefacts.PartitionArtefact;
import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.Numerics;
import io.github.subspark.commit.Provenance;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.scores.Scores;
import io.github.subspark.scores.Stability;
import io.github.subspark.steps.Commits;
import io.github.subspark.steps.NumericsCheck;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepKind;
import io.github.subspark.sweep.Cell;
import io.github.subspark.tables.ResultRow;
import io.github.subspark.training.EpochRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows of what the cells' trained networks came to, clusterer by clusterer. */
final class NetworkRows {
  private static final String METHOD = "dsc-network";

  private final RunDescription description;
  private final List<Found> found;

  private NetworkRows(RunDescription description, List<Found> found) {
    this.description = description;
    this.found = found;
  }

  /** A clustering of a cell, found in its commits. */
  private record Found(Cell cell, PartitionArtefact partition, EpochRule rule) {
    Optional<Double> eigengap() {
      return Optional.ofNullable(known(partition.eigengap()));
    }

    String affinityOfCell() {
      return cell.key() + " " + partition.affinity() + " " + rule.text();
    }

    String gridPoint() {
      return "%d %s %s %s %s"
          .formatted(
              cell.channels(),
              cell.attention().text(),
              partition.affinity(),
              partition.clusterer(),
              rule.text());
    }
  }

  /** Of a run, as far as they are committed; classes where labels choose epochs. */
  static NetworkRows of(
      RunDirectory run, RunDescription description, Commits commits, Optional<int[]> classes)
      throws IOException {
    List<Found> found = new ArrayList<>();
    for (Cell cell : description.cells()) {
      // Clusters of coefficients that do not count (any more) do not count either.
      boolean trained = commits.contains(new Step(StepKind.FINETUNE, cell));
      for (StepKind kind : List.of(StepKind.CLUSTER, StepKind.PIC)) {
        Optional<CommitRecord> commit = commits.of(new Step(kind, cell));
        if (trained && commit.isPresent()) {
          run.partitions(commit.get()).forEach(p -> found.add(new Found(cell, p, EpochRule.FIXED)));
        }
      }
      chosenByLabels(run, description, cell, commits, classes).ifPresent(found::add);
    }
    return new NetworkRows(description, found);
  }

  /**
   * What {@link EpochRule#BEST_BY_LABELS} keeps of a cell's epochs: the first of the highest
   * accuracy.
   */
  private static Optional<Found> chosenByLabels(
      RunDirectory run,
      RunDescription description,
      Cell cell,
      Commits commits,
      Optional<int[]> classes)
      throws IOException {
    Optional<CommitRecord> tuned = commits.of(new Step(StepKind.FINETUNE, cell));
    if (description.spec().training().epochRule() != EpochRule.BEST_BY_LABELS
        || tuned.isEmpty()
        || classes.isEmpty()) {
      return Optional.empty();
    }
    // max would give the last of equals.
    Comparator<PartitionArtefact> byAccuracy =
        Comparator.comparingDouble(p -> -Scores.of(p.clusters(), classes.get()).accuracy());
    return run.partitions(tuned.get()).stream()
        .min(byAccuracy)
        .map(best -> new Found(cell, best, EpochRule.BEST_BY_LABELS));
  }

  /** Rows of {@code results}; scores where classes are known. */
  List<ResultRow> results(Commits commits, Optional<int[]> classes) {
    Optional<Numerics> first = NumericsCheck.ofRun(commits);
    Map<String, Stability> agreement =
        Stability.within(found, Found::gridPoint, f -> f.partition().clusters());
    // MLlib computes no gap, but its rows have that of their affinity.
    Map<String, Double> eigengaps =
        found.stream()
            .filter(f -> !Double.isNaN(f.partition().eigengap()))
            .collect(
                Collectors.toMap(
                    Found::affinityOfCell, f -> f.partition().eigengap(), (gap, same) -> gap));
    return found.stream()
        .map(
            f ->
                result(
                    f,
                    classes.map(c -> Scores.of(f.partition().clusters(), c)),
                    agreement.get(f.gridPoint()),
                    eigengaps,
                    first,
                    commits))
        .toList();
  }

  /** Clusters of each of these rows. */
  List<int[]> clusters() {
    return found.stream().map(f -> f.partition().clusters()).toList();
  }

  private ResultRow result(
      Found found,
      Optional<Scores> scores,
      Stability agreement,
      Map<String, Double> eigengaps,
      Optional<Numerics> first,
      Commits commits) {
    Cell cell = found.cell();
    CommitRecord pretrained = commits.of(Step.pretraining(cell)).orElseThrow();
    CommitRecord tuned = commits.of(new Step(StepKind.FINETUNE, cell)).orElseThrow();
    Provenance where = tuned.provenance();
    return new ResultRow(
        description.data().name(),
        cell.compression(),
        cell.channels(),
        cell.attention().text(),
        METHOD,
        cell.seed(),
        found.rule().text(),
        description.spec().training().engine().text(),
        found.partition().affinity(),
        found.partition().clusterer(),
        description.spec().clusters(),
        description.data().count(),
        scores.map(Scores::accuracy).orElse(null),
        scores.map(Scores::normalizedMutualInformation).orElse(null),
        scores.map(Scores::adjustedRandIndex).orElse(null),
        scores.map(Scores::purity).orElse(null),
        found.eigengap().orElse(eigengaps.get(found.affinityOfCell())),
        found.rule() == EpochRule.FIXED ? tuned.summary().selfExpressionResidual() : null,
        known(agreement.meanPairwiseAri()),
        tuned.summary().attentionHealth(),
        pretrained.summary().restarts(),
        pretrained.summary().weightsSeed(),
        found.partition().seconds(),
        where.blasKernel(),
        where.backend(),
        where.threads(),
        where.host(),
        NumericsCheck.changed(first, commits, cell));
  }

  /** As a table has it: nothing for NaN. */
  static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
