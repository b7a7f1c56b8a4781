/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.Printable;
import io.github.subspark.clustering.ClustererKind;
import io.github.subspark.network.Attention;
import io.github.subspark.sweep.Cell;
import io.github.subspark.sweep.SweepSpec;
import java.io.Serializable;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One Spark job of a sweep.
 *
 * @param kind what is done
 * @param cell to which cell; of a pretraining the cell without attention
 */
public record Step(StepKind kind, Cell cell) implements Serializable {
  /** Finishing before beginning, and the longest first, so that the last slots end together. */
  public static final Comparator<Step> URGENCY =
      Comparator.comparing(Step::kind)
          .thenComparing(step -> -step.cell().channels())
          .thenComparing(step -> step.cell().seed())
          .thenComparing(step -> step.cell().attention());

  /** All steps of a grid: a pretraining stands once for the arms that share it. */
  public static List<Step> all(SweepSpec spec, List<Cell> cells) {
    Set<Step> steps = new LinkedHashSet<>();
    for (Cell cell : cells) {
      steps.add(pretraining(cell));
      steps.add(new Step(StepKind.FINETUNE, cell));
      if (StepTask.clustersLocally(spec)) {
        steps.add(new Step(StepKind.CLUSTER, cell));
      }
      if (spec.clustering().clusterers().contains(ClustererKind.PIC)) {
        steps.add(new Step(StepKind.PIC, cell));
      }
    }
    return List.copyOf(steps);
  }

  /** The pretraining that a cell starts from. */
  public static Step pretraining(Cell cell) {
    return new Step(
        StepKind.PRETRAIN,
        new Cell(cell.compression(), cell.channels(), Attention.NONE, cell.seed()));
  }

  /** The step's key among the commits of its artefact. */
  public String key() {
    return switch (kind) {
      case PRETRAIN -> cell.pretrainingKey();
      case FINETUNE -> cell.key();
      case CLUSTER -> cell.key() + "-local";
      case PIC -> cell.key() + "-pic";
    };
  }

  /** What must be committed before. */
  public Optional<Step> predecessor() {
    return switch (kind) {
      case PRETRAIN -> Optional.empty();
      case FINETUNE -> Optional.of(pretraining(cell));
      case CLUSTER, PIC -> Optional.of(new Step(StepKind.FINETUNE, cell));
    };
  }

  /** Whether a cell needs this step to be done. */
  public boolean serves(Cell other) {
    return kind == StepKind.PRETRAIN ? equals(pretraining(other)) : cell.equals(other);
  }

  /** Whether this step cannot run without {@code other}. */
  public boolean needs(Step other) {
    return predecessor().map(p -> p.equals(other) || p.needs(other)).orElse(false);
  }

  /** In words, as Spark's UI shows it: 'fine-tune 50 % channel attention seed 2'. */
  public String description() {
    String arm =
        switch (cell.attention()) {
          case NONE -> kind == StepKind.PRETRAIN ? "" : " no attention";
          default -> " " + cell.attention().text() + " attention";
        };
    return "%s %s%s seed %d"
        .formatted(kind.words(), Printable.percent(cell.compression()), arm, cell.seed());
  }
}
