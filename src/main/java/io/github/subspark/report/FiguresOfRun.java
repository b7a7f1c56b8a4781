/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.tables.AssignmentRow;
import io.github.subspark.tables.CellRow;
import io.github.subspark.tables.ImageRow;
import io.github.subspark.tables.ResultRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes what the charts draw out of a run's tables. */
final class FiguresOfRun {
  /** Assignments that a page has room for; the paper's grid has 280 x 1440. */
  private static final int MOST_ASSIGNMENTS = 600_000;

  private final PublishedRun run;
  private final Axes axes;
  private final List<Recipe> recipes;
  private final Optional<Classes> classes;
  private final Map<String, int[]> assignments = new HashMap<>();

  FiguresOfRun(PublishedRun run, Axes axes, List<Recipe> recipes) {
    this.run = run;
    this.axes = axes;
    this.recipes = recipes;
    this.classes = Classes.of(run.images());
    for (AssignmentRow row : run.assignments()) {
      assignments.put(
          key(
              row.channels(),
              row.attention(),
              row.seed(),
              Recipe.of(row.affinity(), row.clusterer(), row.epochRule())),
          row.assignments());
    }
  }

  Figures figures(List<List<Page.Effect>> effects, Coefficients coefficients) throws IOException {
    return new Figures(
        run.description().data().name(),
        Recipe.hasLabels(run.ofCells()),
        axes.channels().stream().map(axes::text).toList(),
        axes.arms(),
        recipes.stream().map(Recipe::name).toList(),
        classes.map(Classes::names).orElse(List.of()),
        effects,
        cells(coefficients),
        run.ofCells().stream().map(this::result).toList(),
        Curves.of(run.curves(), axes),
        run.images().isEmpty() ? null : pictures());
  }

  /** On all cores: reading C of each cell is most of what a page takes. */
  private List<Figures.CellFigures> cells(Coefficients coefficients) throws IOException {
    try {
      return run.cells().parallelStream()
          .map(
              cell -> {
                try {
                  return cell(cell, coefficients);
                } catch (IOException unreadable) {
                  throw new UncheckedIOException(unreadable);
                }
              })
          .toList();
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
  }

  private static String key(int channels, String attention, long seed, Recipe recipe) {
    return "%d %s %d %s".formatted(channels, attention, seed, recipe.name());
  }

  private Figures.CellFigures cell(CellRow cell, Coefficients coefficients) throws IOException {
    List<HeatMap> maps = orders(cell).map(HeatMap::new).toList();
    boolean trained =
        coefficients.read(cell, (row, values) -> maps.forEach(map -> map.add(row, values)));
    return new Figures.CellFigures(
        axes.channels().indexOf(cell.channels()),
        axes.arms().indexOf(cell.attention()),
        cell.seed(),
        trained ? maps.stream().map(HeatMap::heat).toList() : List.of());
  }

  private Stream<ImageOrder> orders(CellRow cell) {
    Optional<ImageOrder> byCluster =
        recipes.stream()
            .limit(1)
            .flatMap(
                recipe ->
                    Optional.ofNullable(
                        assignments.get(
                            key(cell.channels(), cell.attention(), cell.seed(), recipe)))
                        .map(clusters -> ImageOrder.byCluster(recipe, clusters, classes))
                        .stream())
            .findFirst();
    Optional<ImageOrder> byLabel = classes.map(ImageOrder::byLabel);
    return byCluster.isEmpty() && byLabel.isEmpty()
        ? Stream.of(ImageOrder.asGiven(run.description().data().count()))
        : Stream.concat(byCluster.stream(), byLabel.stream());
  }

  private Figures.ResultFigures result(ResultRow row) {
    Recipe recipe = Recipe.of(row);
    int[] clusters = assignments.get(key(row.channels(), row.attention(), row.seed(), recipe));
    boolean room =
        (long) run.ofCells().size() * row.images() <= MOST_ASSIGNMENTS
            || recipe.equals(recipes.get(0));
    boolean told = clusters != null && room;
    return new Figures.ResultFigures(
        cellOf(row),
        recipes.indexOf(recipe),
        row.accuracy() == null ? null : 100 * row.accuracy(),
        told ? inBase36(clusters, digits()) : null,
        told ? classes.map(c -> c.matched(clusters)).orElse(null) : null);
  }

  private int cellOf(ResultRow row) {
    return IntStream.range(0, run.cells().size())
        .filter(
            i -> {
              CellRow cell = run.cells().get(i);
              return cell.channels() == row.channels()
                  && cell.attention().equals(row.attention())
                  && cell.seed() == row.seed();
            })
        .findFirst()
        .orElse(-1);
  }

  private int digits() {
    int most =
        Math.max(run.description().spec().clusters(), classes.map(c -> c.names().size()).orElse(0));
    return Integer.toString(most - 1, 36).length();
  }

  private Figures.Pictures pictures() {
    Sprite sprite = Sprite.of(run.images());
    return new Figures.Pictures(
        DataUrl.jpeg(sprite.jpeg()),
        sprite.columns(),
        sprite.width(),
        sprite.height(),
        sprite.shown(),
        sprite.shown().stream().map(run.images()::get).map(ImageRow::name).toList(),
        run.images().size(),
        digits(),
        classes.map(c -> inBase36(c.of(), digits())).orElse(null));
  }

  static String inBase36(int[] numbers, int digits) {
    return Arrays.stream(numbers)
        .mapToObj(number -> Integer.toString(number, 36))
        .map(text -> "0".repeat(digits - text.length()) + text)
        .collect(Collectors.joining());
  }
}
