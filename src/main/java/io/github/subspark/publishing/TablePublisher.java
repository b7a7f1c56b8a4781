/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.publishing;

import io.github.subspark.commit.ArtefactKind;
import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.ImageSet;
import io.github.subspark.images.PngEncoder;
import io.github.subspark.steps.Commits;
import io.github.subspark.steps.FailureLog;
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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Publishes a run's tables from what is committed, whether the run is finished or not. This is
 * where labels are looked at, for the first and only time.
 */
public final class TablePublisher {
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
    NetworkRows networks = NetworkRows.of(run, description, commits, classes);
    return rows(commits, networks, AsideRows.of(run, description, commits), classes);
  }

  private Rows rows(
      Commits commits, NetworkRows networks, AsideRows asides, Optional<int[]> classes)
      throws IOException {
    List<ResultRow> results = new ArrayList<>(networks.results(commits, classes));
    results.addAll(asides.results(classes));
    return new Rows(results, CellRows.of(description, commits, FailureLog.of(run)));
  }

  /** Replaces every table but {@code images}, which stands since the run began. */
  public Rows publish() throws IOException {
    Commits commits = Commits.of(run);
    Optional<int[]> classes = classes();
    NetworkRows networks = NetworkRows.of(run, description, commits, classes);
    AsideRows asides = AsideRows.of(run, description, commits);
    Rows rows = rows(commits, networks, asides, classes);
    tables.publishResults(rows.results());
    List<int[]> clusters = new ArrayList<>(networks.clusters());
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

  private List<CurveRow> curves(Commits commits) throws IOException {
    List<CurveRow> rows = new ArrayList<>();
    List<Step> trainings =
        description.cells().stream()
            .flatMap(cell -> Stream.of(Step.pretraining(cell), new Step(StepKind.FINETUNE, cell)))
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
        NetworkRows.known(epoch.reconstruction()),
        NetworkRows.known(epoch.regularization()),
        NetworkRows.known(epoch.selfExpression()),
        NetworkRows.known(epoch.total()),
        NetworkRows.known(epoch.activeUnits()),
        NetworkRows.known(epoch.gateMean()),
        NetworkRows.known(epoch.gateSpread()));
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
}
