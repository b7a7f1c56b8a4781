/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.commit.Artefacts.CoefficientRows;
import io.github.subspark.images.PngEncoder;
import io.github.subspark.network.Attention;
import io.github.subspark.publishing.RunDescription;
import io.github.subspark.sweep.Cell;
import io.github.subspark.sweep.ConfigText;
import io.github.subspark.sweep.SpecReader;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.tables.AssignmentRow;
import io.github.subspark.tables.CellRow;
import io.github.subspark.tables.CurveRow;
import io.github.subspark.tables.ImageRow;
import io.github.subspark.tables.ResultRow;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Tables of a run that nobody ran: C is all ones within a class and 0 elsewhere, and every
 * clustering puts the last image into the first cluster.
 *
 * @param data name of the images
 * @param channels of the latents; k of them is a compression of k / 4
 * @param arms attention kinds
 * @param seeds of every arm
 * @param recipes of every cell, their accuracy falling by 10 points each
 * @param labels of the classes; none for an unlabelled run of three clusters
 * @param each images of a class
 * @param side of an image of noise
 * @param done which cells are; the first of the others has failed
 */
record PretendedRun(
    String data,
    List<Integer> channels,
    List<Attention> arms,
    List<Long> seeds,
    List<Recipe> recipes,
    List<String> labels,
    int each,
    int side,
    Predicate<Cell> done) {
  static final String SCRIPT = "<script>alert(1)</script>";

  private static final Recipe POWER = new Recipe("dsc", "power");
  private static final Recipe NJW = new Recipe("plain", "njw");

  /** Small, with all arms and a hostile label. */
  static PretendedRun small() {
    return new PretendedRun(
        "toy",
        List.of(1, 2),
        List.of(Attention.NONE, Attention.CONSTANT, Attention.CHANNEL),
        List.of(0L, 1L, 2L),
        List.of(POWER, NJW),
        List.of(SCRIPT, "b", "c"),
        4,
        8,
        cell -> true);
  }

  PretendedRun named(String name) {
    return new PretendedRun(name, channels, arms, seeds, recipes, labels, each, side, done);
  }

  PretendedRun seeds(List<Long> others) {
    return new PretendedRun(data, channels, arms, others, recipes, labels, each, side, done);
  }

  PretendedRun arms(List<Attention> others) {
    return new PretendedRun(data, channels, others, seeds, recipes, labels, each, side, done);
  }

  PretendedRun unlabelled() {
    return new PretendedRun(data, channels, arms, seeds, recipes, List.of(), each, side, done);
  }

  PretendedRun done(Predicate<Cell> which) {
    return new PretendedRun(data, channels, arms, seeds, recipes, labels, each, side, which);
  }

  /** What it would have published. */
  PublishedRun published() {
    List<ResultRow> results = new ArrayList<>();
    List<AssignmentRow> assignments = new ArrayList<>();
    List<CurveRow> curves = new ArrayList<>();
    for (Cell cell : cells()) {
      if (done.test(cell)) {
        recipes.forEach(recipe -> results.add(result(cell, recipe)));
        recipes.forEach(recipe -> assignments.add(assignment(cell, recipe)));
        curves.addAll(finetuning(cell));
        if (cell.attention() == Attention.NONE) {
          curves.addAll(pretraining(cell));
        }
      }
    }
    return new PublishedRun(
        "/runs/" + data, description(), results, cellRows(), curves, assignments, images());
  }

  /** C of the cells that are done. */
  boolean coefficients(CellRow row, CoefficientRows rows) {
    boolean there = cells().stream().filter(done).anyMatch(cell -> cell.key().equals(row.key()));
    for (int i = 0; there && i < count(); i++) {
      float[] values = new float[count()];
      for (int j = 0; j < values.length; j++) {
        values[j] = i / each == j / each ? -1 : 0;
      }
      rows.add(i, values);
    }
    return there;
  }

  int count() {
    return clusters() * each;
  }

  private int clusters() {
    return labels.isEmpty() ? 3 : labels.size();
  }

  private List<Cell> cells() {
    return channels.stream()
        .flatMap(
            k ->
                arms.stream()
                    .flatMap(arm -> seeds.stream().map(seed -> new Cell(k / 4.0, k, arm, seed))))
        .toList();
  }

  private RunDescription description() {
    SweepSpec spec =
        SpecReader.read(
            Optional.of(
                new ConfigText(
                    "toy.conf",
                    "data.path = turntable, clusters = %d, grid = [{compression = [25 %%], attention = [none]}], seeds = [0]"
                        .formatted(clusters()))),
            List.of());
    return new RunDescription(
        "2026-01-02T03:04:05Z",
        "0.1.0",
        "abc1234",
        "3.5.6",
        spec,
        new RunDescription.Data(data, "0".repeat(64), count(), 1, side, side),
        cells());
  }

  private double accuracy(Cell cell, Recipe recipe) {
    double arm = cell.attention() == Attention.CHANNEL ? 0.05 : 0;
    return 0.7 + arm + 0.01 * cell.seed() * cell.channels() - 0.1 * recipes.indexOf(recipe);
  }

  private ResultRow result(Cell cell, Recipe recipe) {
    Double score = labels.isEmpty() ? null : (Double) accuracy(cell, recipe);
    return new ResultRow(
        data,
        cell.compression(),
        cell.channels(),
        cell.attention().text(),
        "dsc-network",
        cell.seed(),
        "fixed",
        "dl4j",
        recipe.affinity(),
        recipe.clusterer(),
        clusters(),
        count(),
        score,
        score,
        score,
        score,
        0.5,
        0.25,
        seeds.size() < 2 ? null : (Double) 0.75,
        "active",
        0,
        cell.seed(),
        0.1,
        "k",
        "b",
        1,
        "h",
        false);
  }

  private AssignmentRow assignment(Cell cell, Recipe recipe) {
    int[] clusters = IntStream.range(0, count()).map(i -> i / each).toArray();
    clusters[count() - 1] = 0;
    return new AssignmentRow(
        data,
        cell.compression(),
        cell.channels(),
        cell.attention().text(),
        "dsc-network",
        cell.seed(),
        "fixed",
        "dl4j",
        recipe.affinity(),
        recipe.clusterer(),
        clusters);
  }

  private List<CellRow> cellRows() {
    Optional<Cell> failed = cells().stream().filter(done.negate()).findFirst();
    return cells().stream()
        .map(cell -> done.test(cell) ? doneRow(cell) : row(cell, failed.equals(Optional.of(cell))))
        .toList();
  }

  private CellRow doneRow(Cell cell) {
    return new CellRow(
        data,
        cell.compression(),
        cell.channels(),
        cell.attention().text(),
        cell.seed(),
        "done",
        "active",
        1,
        60.0,
        30.0,
        2.5,
        420_000_000L,
        "2026-01-02T03:16:07Z",
        "host-" + SCRIPT,
        "cpu",
        "CpuBackend",
        "blas",
        "haswell",
        1,
        false,
        "0.1.0",
        1,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private CellRow row(Cell cell, boolean failed) {
    return new CellRow(
        data,
        cell.compression(),
        cell.channels(),
        cell.attention().text(),
        cell.seed(),
        failed ? "failed" : "missing",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        failed ? 2 : 0,
        failed ? "finetune" : null,
        failed ? "diverged" : null,
        failed ? "The loss became NaN " + SCRIPT : null,
        failed ? (Integer) 2 : null,
        failed ? "h" : null,
        failed ? "2026-01-02T03:05:00Z" : null);
  }

  /** The first attempt dies. */
  private List<CurveRow> pretraining(Cell cell) {
    return IntStream.rangeClosed(1, 45)
        .mapToObj(
            i ->
                new CurveRow(
                    data,
                    cell.compression(),
                    cell.channels(),
                    null,
                    cell.seed(),
                    "pretraining",
                    i <= 5 ? 0 : 1,
                    i <= 5 ? i : i - 5,
                    1000.0 / i,
                    null,
                    null,
                    1000.0 / i,
                    null,
                    null,
                    null))
        .toList();
  }

  private List<CurveRow> finetuning(Cell cell) {
    return IntStream.rangeClosed(1, 300)
        .mapToObj(
            i ->
                new CurveRow(
                    data,
                    cell.compression(),
                    cell.channels(),
                    cell.attention().text(),
                    cell.seed(),
                    "finetuning",
                    0,
                    i,
                    100.0 / i,
                    0.1 * i,
                    50.0 / i,
                    900.0 / i,
                    null,
                    null,
                    null))
        .toList();
  }

  private List<ImageRow> images() {
    Random noise = new Random(1);
    return IntStream.range(0, count())
        .mapToObj(
            i ->
                new ImageRow(
                    i,
                    "image" + i + (i == 0 ? SCRIPT : ""),
                    labels.isEmpty() ? null : labels.get(i / each),
                    png(noise)))
        .toList();
  }

  private byte[] png(Random noise) {
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < side * side; i++) {
      picture.getRaster().setSample(i % side, i / side, 0, noise.nextInt(256));
    }
    return PngEncoder.png(picture);
  }
}
