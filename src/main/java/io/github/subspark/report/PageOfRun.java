/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.publishing.RunDescription;
import io.github.subspark.tables.CellRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Makes the page of a run out of its tables. */
public final class PageOfRun {
  private final PublishedRun run;
  private final Axes axes;
  private final List<Recipe> recipes;
  private final boolean labelled;

  private PageOfRun(PublishedRun run) {
    this.run = run;
    this.axes = Axes.of(run.cells());
    this.recipes = Recipe.of(run.ofCells());
    this.labelled = Recipe.hasLabels(run.ofCells());
  }

  /**
   * The page of a run, finished or not.
   *
   * @throws IOException if C of a cell is there and cannot be read
   */
  public static Page of(PublishedRun run, Coefficients coefficients) throws IOException {
    return new PageOfRun(run).page(coefficients);
  }

  private Page page(Coefficients coefficients) throws IOException {
    Panels panels = new Panels(run, axes);
    List<Page.Panel> tables = recipes.stream().map(panels::of).toList();
    return new Page(
        run.description().data().name() + ": subspark sweep",
        lead(),
        CellCounts.of(run.cells()) + ".",
        Facts.of(run, axes),
        measure(),
        Recipe.choice(run.ofCells()),
        PaperTable.appliesTo(run.description()) && labelled ? PaperTable.CAVEAT : "",
        tables,
        Asides.of(run.results(), " ± "),
        notes(),
        failures(),
        Stages.of(run.cells(), axes),
        ResultsTable.of(run.results()),
        new FiguresOfRun(run, axes, recipes)
            .figures(tables.stream().map(Page.Panel::effects).toList(), coefficients));
  }

  private String lead() {
    RunDescription.Data data = run.description().data();
    return "%d images of %d × %d%s into %d clusters: %s, %s, %s."
        .formatted(
            data.count(),
            data.height(),
            data.width(),
            data.channels() == 3 ? " in colour" : "",
            run.description().spec().clusters(),
            Quantity.count(axes.channels().size(), "compression"),
            Quantity.count(axes.arms().size(), "kind") + " of attention",
            Quantity.count(axes.seeds().size(), "seed"));
  }

  private long count(Predicate<CellRow> condition) {
    return run.cells().stream().filter(condition).count();
  }

  private String measure() {
    String seeds = Quantity.count(axes.seeds().size(), "seed");
    return labelled
        ? "Accuracy (ACC) in %%, mean ± standard deviation over %s".formatted(seeds)
        : "No labels: agreement between the clusterings of %s, ARI in %%".formatted(seeds);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (recipes.stream().anyMatch(Recipe::byLabels)) {
      notes.add(Recipe.ORACLE);
    }
    note(
        notes,
        c -> c.restarts() != null && c.restarts() > 0,
        "started from a pretraining that died (dead units, found by its loss, without labels) and"
            + " was restarted with another seed");
    note(
        notes,
        c -> Objects.equals(c.attentionHealth(), "inert"),
        "had an attention that did nothing (inert)");
    note(
        notes,
        c -> c.status().equals("done") && c.failures() > 0,
        "failed at first and were mended by trying again");
    note(
        notes,
        c -> Boolean.TRUE.equals(c.numericsChanged()),
        "were computed with another backend, device, BLAS, kernel or number of threads than the"
            + " run's first, so their figures do not agree with it bit for bit");
    return notes;
  }

  private void note(List<String> notes, Predicate<CellRow> condition, String what) {
    long cells = count(condition);
    if (cells > 0) {
      notes.add("%s %s.".formatted(Quantity.count(cells, "cell"), what));
    }
  }

  /** A failed pretraining once, whatever arms wait for it. */
  private List<Page.Failure> failures() {
    Map<String, List<CellRow>> steps =
        run.cells().stream()
            .filter(cell -> cell.status().equals("failed"))
            .sorted(
                Comparator.comparingInt(CellRow::channels)
                    .thenComparing(CellRow::attention)
                    .thenComparingLong(CellRow::seed))
            .collect(
                Collectors.groupingBy(
                    PageOfRun::failedStep, LinkedHashMap::new, Collectors.toList()));
    return steps.values().stream().map(this::failure).toList();
  }

  private static String failedStep(CellRow cell) {
    return "pretrain".equals(cell.failedStep())
        ? "k%d-seed%d".formatted(cell.channels(), cell.seed())
        : cell.key();
  }

  private Page.Failure failure(List<CellRow> arms) {
    CellRow cell = arms.get(0);
    String attention = arms.stream().map(CellRow::attention).collect(Collectors.joining(" and "));
    return new Page.Failure(
        "%s, %s, seed %d".formatted(axes.text(cell.channels()), attention, cell.seed()),
        text(cell.failedStep()),
        text(cell.failureKind()),
        text(cell.failureMessage()),
        cell.failureAttempt() == null ? 1 : cell.failureAttempt(),
        text(cell.failureHost()),
        cell.failureTime() == null ? "" : Quantity.moment(cell.failureTime()));
  }

  private static String text(String told) {
    return told == null ? "" : told;
  }
}
