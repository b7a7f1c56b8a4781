/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.publishing;

import io.github.subspark.commit.Artefacts.PartitionArtefact;
import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.Provenance;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.scores.Scores;
import io.github.subspark.scores.Stability;
import io.github.subspark.steps.Aside;
import io.github.subspark.steps.Commits;
import io.github.subspark.tables.ResultRow;
import io.github.subspark.training.EpochRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows of what belongs to no single cell: consensus and baselines. */
final class AsideRows {
  private final RunDescription description;
  private final List<Found> found;

  private AsideRows(RunDescription description, List<Found> found) {
    this.description = description;
    this.found = found;
  }

  /** One of an aside's clusterings, and where it was computed. */
  private record Found(Aside aside, PartitionArtefact partition, Provenance where) {
    /** What it has in common with other seeds. */
    String recipe() {
      return "%s %d %s %s %s"
          .formatted(
              aside.method(),
              aside.channels(),
              aside.seed() == Aside.EVERY_SEED ? "all" : "",
              aside.attention() + " " + partition.affinity(),
              partition.clusterer());
    }
  }

  /** Of a run, as far as they are committed. */
  static AsideRows of(RunDirectory run, RunDescription description, Commits commits)
      throws IOException {
    List<Found> found = new ArrayList<>();
    for (Aside aside : Aside.all(description.spec(), description.cells(), commits)) {
      Optional<CommitRecord> commit = aside.commit(commits);
      if (commit.isPresent()) {
        for (PartitionArtefact partition : run.partitions(commit.get())) {
          found.add(new Found(aside, partition, commit.get().provenance()));
        }
      }
    }
    return new AsideRows(description, found);
  }

  /** Rows of {@code results}; scores where classes are known. */
  List<ResultRow> results(Optional<int[]> classes) {
    Map<String, Stability> agreement =
        Stability.within(found, Found::recipe, f -> f.partition().clusters());
    return found.stream()
        .map(
            f ->
                result(
                    f,
                    classes.map(c -> Scores.of(f.partition().clusters(), c)),
                    agreement.get(f.recipe()).meanPairwiseAri()))
        .toList();
  }

  private ResultRow result(Found f, Optional<Scores> scores, double agreement) {
    Aside aside = f.aside();
    return new ResultRow(
        description.data().name(),
        aside.compression(),
        aside.channels(),
        aside.attention(),
        aside.method(),
        aside.seed(),
        EpochRule.FIXED.text(),
        description.spec().training().engine().text(),
        f.partition().affinity(),
        f.partition().clusterer(),
        description.spec().clusters(),
        description.data().count(),
        scores.map(Scores::accuracy).orElse(null),
        scores.map(Scores::normalizedMutualInformation).orElse(null),
        scores.map(Scores::adjustedRandIndex).orElse(null),
        scores.map(Scores::purity).orElse(null),
        NetworkRows.known(f.partition().eigengap()),
        null,
        NetworkRows.known(agreement),
        null,
        null,
        null,
        f.partition().seconds(),
        f.where().blasKernel(),
        f.where().backend(),
        f.where().threads(),
        f.where().host(),
        false);
  }

  /** Clusters of the images, in the order of {@link #results}. */
  List<int[]> clusters() {
    return found.stream().map(f -> f.partition().clusters()).toList();
  }
}
