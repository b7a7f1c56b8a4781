/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.network.Attention;
import io.github.subspark.sweep.Cell;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Optional;

/**
 * One Spark job of a sweep.
 *
 * @param kind what is done
 * @param cell to which cell; of a pretraining the cell without attention
 */
public record Step(StepKind kind, Cell cell) implements Serializable {
  /** Finishing before beginning, and the longest first, so that the last slots end together. */
  static final Comparator<Step> URGENCY =
      Comparator.comparing(Step::kind)
          .thenComparing(step -> -step.cell().channels())
          .thenComparing(step -> step.cell().seed())
          .thenComparing(step -> step.cell().attention());

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
  Optional<Step> predecessor() {
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

  /** What Spark's UI and the progress line show: 'finetune k=3 attention=channel seed=2'. */
  public String description() {
    String arm = kind == StepKind.PRETRAIN ? "" : " attention=" + cell.attention().text();
    return "%s k=%d%s seed=%d".formatted(kind.text(), cell.channels(), arm, cell.seed());
  }
}
