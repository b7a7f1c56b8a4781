/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.publishing;

import io.github.subspark.commit.ArtefactKind;
import io.github.subspark.commit.Artefacts.PartitionArtefact;
import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.Numerics;
import io.github.subspark.commit.Provenance;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.ImageSet;
import io.github.subspark.images.PngEncoder;
import io.github.subspark.scores.Scores;
import io.github.subspark.scores.Stability;
import io.github.subspark.steps.Commits;
import io.github.subspark.steps.FailureLog;
import io.github.subspark.steps.NumericsCheck;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepKind;
import io.github.subspark.sweep.Cell;
import io.github.subspark.tables.AssignmentRow;
import io.github.subspark.tables.CellRow;
import io.github.subspark.tables.CurveRow;
import io.github.subspark.tables.ImageRow;
import io.github.subspark.tables.ResultRow;
import io.github.subspark.tables.RunTables;
import io.github.subspark.tables.RunTables.CoefficientsFile;
import io.github.subspark.training.Epoch;
import io.github.subspark.training.EpochRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Publishes a run's tables from what is committed, whether the run is finished or not. This is
 * where labels are looked at, for the first and only time.
 */
public final class TablePublisher {
  static final String METHOD = "dsc-network";

  private final RunDirectory run;
  private final RunDescription description;
  private final RunTables tables;

  /** Of a run whose description is known. */
  public TablePublisher(RunDirectory run, RunDescription description, RunTables tables) {
    this.run = run;
    this.description = description;
    this.tables = tables;
  }

  /** Of a run that has begun. */
  public static Optional<TablePublisher> of(RunDirectory run, RunTables tables) throws IOException {
    return RunDescription.of(run).map(there -> new TablePublisher(run, there, tables));
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

  /**
   * Rows of the tables that are worth reading by eye.
   *
   * @param results scores, if there are labels
   * @param cells how far each cell is
   */
  public record Rows(List<ResultRow> results, List<CellRow> cells) {
    /** Nothing was published. */
    public static final Rows NONE = new Rows(List.of(), List.of());

    public Rows {
      results = List.copyOf(results);
      cells = List.copyOf(cells);
    }
  }

  /** The rows that would be published now. */
  public Rows rows() throws IOException {
    Commits commits = Commits.of(run);
    Optional<int[]> classes = classes();
    return rows(
        commits, partitions(commits, classes), AsideRows.of(run, description, commits), classes);
  }

  private Rows rows(Commits commits, List<Found> found, AsideRows asides, Optional<int[]> classes)
      throws IOException {
    List<ResultRow> results = new ArrayList<>(results(commits, found, classes));
    results.addAll(asides.results(classes));
    return new Rows(results, CellRows.of(description, commits, FailureLog.of(run)));
  }

  /** Replaces every table but {@code images}, which stands since the run began. */
  public Rows publish() throws IOException {
    Commits commits = Commits.of(run);
    Optional<int[]> classes = classes();
    List<Found> found = partitions(commits, classes);
    AsideRows asides = AsideRows.of(run, description, commits);
    Rows rows = rows(commits, found, asides, classes);
    tables.publishResults(rows.results());
    List<int[]> clusters = new ArrayList<>();
    found.forEach(f -> clusters.add(f.partition().clusters()));
    clusters.addAll(asides.clusters());
    tables.publishAssignments(
        IntStream.range(0, clusters.size())
            .mapToObj(i -> AssignmentRow.of(rows.results().get(i), clusters.get(i)))
            .toList());
    tables.publishCurves(curves(commits));
    tables.publishCoefficients(coefficients(commits));
    tables.publishCells(rows.cells());
    return rows;
  }

  /** Rows of {@code images}. */
  public static List<ImageRow> imageRows(ImageSet set) {
    return IntStream.range(0, set.images().count())
        .mapToObj(
            i ->
                new ImageRow(
                    i,
                    set.imageNames().get(i),
                    set.labels().map(l -> l.names().get(l.classes()[i])).orElse(null),
                    PngEncoder.png(set.images(), i)))
        .toList();
  }

  private List<Found> partitions(Commits commits, Optional<int[]> classes) throws IOException {
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
      chosenByLabels(cell, commits, classes).ifPresent(found::add);
    }
    return found;
  }

  /**
   * What {@link EpochRule#BEST_BY_LABELS} keeps of a cell's epochs: the first of the highest
   * accuracy.
   */
  private Optional<Found> chosenByLabels(Cell cell, Commits commits, Optional<int[]> classes)
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

  private List<ResultRow> results(Commits commits, List<Found> found, Optional<int[]> classes) {
    Optional<Numerics> first = NumericsCheck.ofRun(commits);
    Map<String, Stability> agreement =
        found.stream()
            .collect(
                Collectors.groupingBy(
                    Found::gridPoint,
                    Collectors.collectingAndThen(
                        Collectors.mapping(f -> f.partition().clusters(), Collectors.toList()),
                        Stability::of)));
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

  /**
   * Class of each image by its label's place among the labels, or nothing for unlabelled data.
   * Reads a table.
   */
  private Optional<int[]> classes() {
    List<String> labels = tables.images().stream().map(ImageRow::label).toList();
    if (labels.isEmpty() || labels.stream().anyMatch(Objects::isNull)) {
      return Optional.empty();
    }
    List<String> names = labels.stream().distinct().sorted().toList();
    return Optional.of(labels.stream().mapToInt(names::indexOf).toArray());
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

  private List<CurveRow> curves(Commits commits) throws IOException {
    List<CurveRow> rows = new ArrayList<>();
    List<Step> trainings =
        description.cells().stream()
            .flatMap(
                cell ->
                    java.util.stream.Stream.of(
                        Step.pretraining(cell), new Step(StepKind.FINETUNE, cell)))
            .distinct()
            .toList();
    for (Step step : trainings) {
      Optional<CommitRecord> commit = commits.of(step);
      if (commit.isPresent()) {
        run.curve(commit.get()).forEach(epoch -> rows.add(curve(step, epoch)));
      }
    }
    return rows;
  }

  private CurveRow curve(Step step, Epoch epoch) {
    Cell cell = step.cell();
    return new CurveRow(
        description.data().name(),
        cell.compression(),
        cell.channels(),
        step.kind() == StepKind.PRETRAIN ? null : cell.attention().text(),
        cell.seed(),
        epoch.phase().text(),
        epoch.attempt(),
        epoch.epoch(),
        known(epoch.reconstruction()),
        known(epoch.regularization()),
        known(epoch.selfExpression()),
        known(epoch.total()),
        known(epoch.activeUnits()),
        known(epoch.gateMean()),
        known(epoch.gateSpread()));
  }

  private List<CoefficientsFile> coefficients(Commits commits) {
    return description.cells().stream()
        .flatMap(
            cell ->
                commits
                    .of(new Step(StepKind.FINETUNE, cell))
                    .map(
                        commit ->
                            new CoefficientsFile(
                                "%s-%s.parquet".formatted(commit.key(), commit.attempt()),
                                run.path(commit, ArtefactKind.COEFFICIENTS)))
                    .stream())
        .toList();
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
