/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.publishing;

import io.github.subspark.InvalidInputException;
import io.github.subspark.Seeds;
import io.github.subspark.clustering.ClustererKind;
import io.github.subspark.clustering.CoAssociation;
import io.github.subspark.commit.ArtefactKind;
import io.github.subspark.commit.Artefacts.PartitionArtefact;
import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.scores.Stability;
import io.github.subspark.steps.Commits;
import io.github.subspark.steps.Ensembles;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepKind;
import io.github.subspark.sweep.Cell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * The one clustering of a run to recommend, chosen without labels: what all its cells' partitions
 * agree on, by the ensemble whose seeds agree most with each other.
 *
 * @param clusterer the ensemble
 * @param answers by ensemble, what all cells agree on: cluster of each image
 * @param confidence of each image, see {@link CoAssociation#confidence}
 * @param reasons figures of each ensemble of the run
 * @param cells how many were averaged
 * @param model the cell whose own answer is nearest to this one
 * @param modelAgreement adjusted Rand index of the two
 * @param weights file of that cell's trained network
 */
public record Pick(
    ClustererKind clusterer,
    Map<ClustererKind, int[]> answers,
    double[] confidence,
    Map<ClustererKind, Reasons> reasons,
    int cells,
    Cell model,
    double modelAgreement,
    String weights) {
  /** Adjusted Rand index below which seeds, or cells, have rather different answers. */
  private static final double LITTLE = .5;

  /** Adjusted Rand index above which two answers are one but for a few images. */
  private static final double SAME = .95;

  /** What agreements may differ by and say nothing of which ensemble is the better one. */
  private static final double CLOSE = .01;

  /**
   * Why an ensemble is to be trusted, or not; none of it looks at labels.
   *
   * @param seedAgreement mean adjusted Rand index between the seeds of a grid point; of the points
   *     the median, so that a kind of attention that fails does not decide. NaN for one seed
   * @param cellAgreement the same between all cells, of whatever seed, compression and attention;
   *     NaN for one cell
   * @param eigengap relative eigengap at K of the co-association over all cells
   * @param pairAgreement see {@link CoAssociation#agreement}
   */
  public record Reasons(
      double seedAgreement, double cellAgreement, double eigengap, double pairAgreement) {
    /** What ensembles are compared by: between seeds, else cells, else a cell's partitions. */
    public double decisive() {
      double betweenCells = Double.isNaN(seedAgreement) ? cellAgreement : seedAgreement;
      return Double.isNaN(betweenCells) ? pairAgreement : betweenCells;
    }

    /** Whether seeds or cells disagree so much that none of their answers is to be trusted. */
    boolean weak() {
      return !Double.isNaN(cellAgreement) && decisive() < LITTLE;
    }
  }

  /** Cluster of each image. */
  public int[] clusters() {
    return answers.get(clusterer);
  }

  /** Adjusted Rand index of an ensemble's answer and the chosen one. */
  public double likeness(ClustererKind kind) {
    return alike(answers.get(kind), clusters());
  }

  /** Whether the chosen ensemble's seeds, or cells, have rather different answers. */
  public boolean weak() {
    return reasons.get(clusterer).weak();
  }

  /** Ensembles that were as good a choice, within {@value #CLOSE}, but have another answer. */
  public List<ClustererKind> rivals() {
    double best = reasons.get(clusterer).decisive();
    return reasons.keySet().stream()
        .filter(kind -> kind != clusterer && Math.abs(best - reasons.get(kind).decisive()) < CLOSE)
        .filter(kind -> likeness(kind) < SAME)
        .toList();
  }

  /** One ensemble over all cells. */
  private record Candidate(
      ClustererKind kind,
      CoAssociation together,
      CoAssociation.Consensus consensus,
      Map<Cell, int[]> answers) {
    Reasons reasons() {
      return new Reasons(
          seedAgreement(answers),
          Stability.of(List.copyOf(answers.values())).meanPairwiseAri(),
          consensus.eigengap(),
          together.agreement());
    }
  }

  /**
   * Picks from what is committed; holds N x N floats, and six times as much for a moment.
   *
   * @param named the ensemble to take; none: the one whose seeds agree most
   * @throws InvalidInputException if no cell is clustered, or none by an ensemble, or the named one
   */
  public static Pick of(RunDirectory run, RunDescription description, Optional<String> named)
      throws IOException {
    Commits commits = Commits.of(run);
    List<Cell> cells =
        description.cells().stream()
            .filter(cell -> commits.contains(new Step(StepKind.FINETUNE, cell)))
            .filter(cell -> commits.contains(new Step(StepKind.CLUSTER, cell)))
            .toList();
    List<ClustererKind> kinds = description.spec().clustering().ensembleKinds();
    if (kinds.isEmpty()) {
      throw new InvalidInputException(
          "Cannot pick a clustering of %s: no ensemble is among its clusterers. Sweep with clustering.clusterers = [ensemble, ensemble-closed-form]."
              .formatted(run.place()));
    }
    if (cells.isEmpty()) {
      throw new InvalidInputException(
          "Cannot pick a clustering of %s: none of its %d cells is trained and clustered. 'subspark report' of it says which failed, and why."
              .formatted(run.place(), description.cells().size()));
    }
    Optional<ClustererKind> wanted = named.map(name -> among(kinds, name));
    Candidate best = null;
    Map<ClustererKind, int[]> answers = new LinkedHashMap<>();
    Map<ClustererKind, Reasons> reasons = new LinkedHashMap<>();
    for (ClustererKind kind : kinds) {
      Candidate candidate = candidate(kind, run, description, cells, commits);
      answers.put(kind, candidate.consensus().clusters());
      reasons.put(kind, candidate.reasons());
      if (best == null || preferred(kind, best.kind(), reasons, wanted)) {
        best = candidate;
      }
    }
    return of(best, answers, reasons, run, commits);
  }

  private static ClustererKind among(List<ClustererKind> kinds, String name) {
    return kinds.stream()
        .filter(kind -> kind.text().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Cannot pick by %s: it is none of the run's ensembles. Name one of these: %s."
                        .formatted(
                            name,
                            kinds.stream()
                                .map(ClustererKind::text)
                                .collect(Collectors.joining(", ")))));
  }

  private static boolean preferred(
      ClustererKind kind,
      ClustererKind best,
      Map<ClustererKind, Reasons> reasons,
      Optional<ClustererKind> wanted) {
    return wanted
        .map(kind::equals)
        .orElseGet(() -> reasons.get(kind).decisive() > reasons.get(best).decisive());
  }

  private static Candidate candidate(
      ClustererKind kind,
      RunDirectory run,
      RunDescription description,
      List<Cell> cells,
      Commits commits)
      throws IOException {
    CoAssociation together = new CoAssociation(description.data().count());
    Map<Cell, int[]> answers = new LinkedHashMap<>();
    for (Cell cell : cells) {
      CommitRecord commit = commits.of(new Step(StepKind.CLUSTER, cell)).orElseThrow();
      Ensembles.add(kind, run.members(commit), together.images(), together);
      run.partitions(commit).stream()
          .filter(partition -> partition.clusterer().equals(kind.text()))
          .map(PartitionArtefact::clusters)
          .forEach(clusters -> answers.put(cell, clusters));
    }
    // As the sweep's own row of consensus over all cells.
    long seed = Seeds.derive(description.spec().seeds().get(0), "consensus");
    return new Candidate(
        kind, together, together.consensus(description.spec().clusters(), seed), answers);
  }

  private static Pick of(
      Candidate best,
      Map<ClustererKind, int[]> answers,
      Map<ClustererKind, Reasons> reasons,
      RunDirectory run,
      Commits commits) {
    int[] clusters = best.consensus().clusters();
    List<Cell> nearest = new ArrayList<>(best.answers().keySet());
    nearest.sort(Comparator.comparingDouble(cell -> -alike(best.answers().get(cell), clusters)));
    Cell model = nearest.get(0);
    CommitRecord trained = commits.of(new Step(StepKind.FINETUNE, model)).orElseThrow();
    return new Pick(
        best.kind(),
        answers,
        best.together().confidence(clusters),
        reasons,
        nearest.size(),
        model,
        alike(best.answers().get(model), clusters),
        RunDirectory.place(run.path(trained, ArtefactKind.WEIGHTS)));
  }

  /** See {@link Reasons#seedAgreement}; of the cluster of each image by cell. */
  static double seedAgreement(Map<Cell, int[]> answers) {
    Map<List<Object>, List<int[]>> points =
        answers.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    answer -> List.of(answer.getKey().channels(), answer.getKey().attention()),
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    double[] agreements =
        points.values().stream()
            .filter(seeds -> seeds.size() > 1)
            .mapToDouble(seeds -> Stability.of(seeds).meanPairwiseAri())
            .toArray();
    return new Median().evaluate(agreements);
  }

  private static double alike(int[] one, int[] other) {
    return Stability.of(List.of(one, other)).meanPairwiseAri();
  }
}
