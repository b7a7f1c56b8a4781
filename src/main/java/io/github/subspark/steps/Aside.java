/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.clustering.BaselineKind;
import io.github.subspark.commit.ArtefactKind;
import io.github.subspark.commit.CommitRecord;
import io.github.subspark.network.Attention;
import io.github.subspark.sweep.Cell;
import io.github.subspark.sweep.SweepSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A clustering of a sweep that belongs to no single cell: what several cells agree on, or a
 * baseline. It is no step of a cell: cells are done without it, and it is made of those that are.
 *
 * @param method consensus, or the baseline's
 * @param attention of the cells; {@link #ALL} over several kinds; none for a baseline
 * @param seed of the cells or of the baseline's random draws; {@link #EVERY_SEED} over several
 * @param cells whose partitions are averaged, or whose pretraining is looked at; none for pixels
 * @param key among the commits of partitions; a consensus of other commits has another
 */
public record Aside(String method, String attention, long seed, List<Cell> cells, String key)
    implements Serializable {
  /** The method of what cells agree on. */
  public static final String CONSENSUS = "consensus";

  /** The attention of a consensus over several kinds. */
  public static final String ALL = "all";

  /** The seed of a consensus over several seeds. */
  public static final long EVERY_SEED = -1;

  public Aside {
    cells = List.copyOf(cells);
  }

  /** All that a sweep has, given what is committed of its cells. */
  public static List<Aside> all(SweepSpec spec, List<Cell> cells, Commits commits) {
    List<Aside> asides = new ArrayList<>();
    if (spec.clustering().ensembles()) {
      asides.addAll(consensus(clustered(cells, commits), commits));
    }
    for (BaselineKind kind : spec.clustering().baselines()) {
      for (long seed : spec.seeds()) {
        asides.addAll(baseline(kind, seed, cells, commits));
      }
    }
    return List.copyOf(asides);
  }

  /** Those of a sweep that are not committed yet. */
  public static List<Aside> missing(SweepSpec spec, List<Cell> cells, Commits commits) {
    return all(spec, cells, commits).stream()
        .filter(aside -> aside.commit(commits).isEmpty())
        .toList();
  }

  /** What was committed of it, if anything. */
  public Optional<CommitRecord> commit(Commits commits) {
    return Optional.ofNullable(commits.byKind().get(ArtefactKind.PARTITIONS).get(key));
  }

  /** The baseline; empty for a consensus. */
  public Optional<BaselineKind> baseline() {
    return List.of(BaselineKind.values()).stream()
        .filter(kind -> kind.text().equals(method))
        .findFirst();
  }

  /** k of the cells, 0 where there are none or they differ. */
  public int channels() {
    return method.equals(CONSENSUS) || cells.isEmpty() ? 0 : cells.get(0).channels();
  }

  /** Compression of the cells, 0 where there are none or they differ. */
  public double compression() {
    return channels() == 0 ? 0 : cells.get(0).compression();
  }

  /** In words, as Spark's UI shows it. */
  public String description() {
    String who = seed == EVERY_SEED ? "all seeds" : "seed " + seed;
    return method.equals(CONSENSUS)
        ? "consensus of %d cells, attention %s, %s".formatted(cells.size(), attention, who)
        : method + " " + who;
  }

  private static List<Cell> clustered(List<Cell> cells, Commits commits) {
    return cells.stream()
        .filter(cell -> commits.contains(new Step(StepKind.FINETUNE, cell)))
        .filter(cell -> commits.contains(new Step(StepKind.CLUSTER, cell)))
        .toList();
  }

  /** Over everything, over each kind of attention, over each seed, and over each kind and seed. */
  private static List<Aside> consensus(List<Cell> cells, Commits commits) {
    if (cells.isEmpty()) {
      return List.of();
    }
    Map<List<Cell>, Aside> byCells = new LinkedHashMap<>();
    add(ALL, EVERY_SEED, cells, commits, byCells);
    List<Attention> kinds = cells.stream().map(Cell::attention).distinct().toList();
    for (Attention kind : kinds) {
      add(kind.text(), EVERY_SEED, of(kind, cells), commits, byCells);
    }
    for (long seed : new TreeSet<>(cells.stream().map(Cell::seed).toList())) {
      List<Cell> ofSeed = cells.stream().filter(cell -> cell.seed() == seed).toList();
      add(ALL, seed, ofSeed, commits, byCells);
      for (Attention kind : kinds) {
        add(kind.text(), seed, of(kind, ofSeed), commits, byCells);
      }
    }
    return List.copyOf(byCells.values());
  }

  private static List<Cell> of(Attention kind, List<Cell> cells) {
    return cells.stream().filter(cell -> cell.attention() == kind).toList();
  }

  /** The same cells make one consensus, under the widest name; one cell agrees with itself. */
  private static void add(
      String attention,
      long seed,
      List<Cell> cells,
      Commits commits,
      Map<List<Cell>, Aside> byCells) {
    if (cells.size() > 1 || (attention.equals(ALL) && seed == EVERY_SEED)) {
      String seeds = seed == EVERY_SEED ? "all" : "" + seed;
      String key =
          "%s-%s-seed%s-%08x".formatted(CONSENSUS, attention, seeds, attempts(cells, commits));
      byCells.putIfAbsent(cells, new Aside(CONSENSUS, attention, seed, cells, key));
    }
  }

  private static int attempts(List<Cell> cells, Commits commits) {
    return cells.stream()
        .map(cell -> commits.of(new Step(StepKind.CLUSTER, cell)).orElseThrow())
        .map(commit -> commit.key() + " " + commit.attempt())
        .toList()
        .hashCode();
  }

  private static List<Aside> baseline(
      BaselineKind kind, long seed, List<Cell> cells, Commits commits) {
    String none = Attention.NONE.text();
    if (kind != BaselineKind.CLOSED_FORM) {
      String key = "%s-seed%d".formatted(kind.text(), seed);
      return List.of(new Aside(kind.text(), none, seed, List.of(), key));
    }
    Map<Step, Aside> byPretraining = new LinkedHashMap<>();
    for (Cell cell : cells) {
      Step pretraining = Step.pretraining(cell);
      if (cell.seed() == seed && commits.contains(pretraining)) {
        String key = kind.text() + "-" + pretraining.key();
        byPretraining.put(
            pretraining, new Aside(kind.text(), none, seed, List.of(pretraining.cell()), key));
      }
    }
    return List.copyOf(byPretraining.values());
  }
}
