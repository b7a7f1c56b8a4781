/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.network.Attention;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepKind;
import io.github.subspark.sweep.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellStatesTest {
  private static final Cell NONE = new Cell(0.25, 1, Attention.NONE, 0);
  private static final Cell CHANNEL = new Cell(0.25, 1, Attention.CHANNEL, 0);
  private static final Step PRETRAIN = Step.pretraining(NONE);
  private static final Step TUNE_NONE = new Step(StepKind.FINETUNE, NONE);
  private static final Step TUNE_CHANNEL = new Step(StepKind.FINETUNE, CHANNEL);
  private static final List<Step> ALL = List.of(PRETRAIN, TUNE_NONE, TUNE_CHANNEL);

  private final CellStates states = new CellStates();

  @Test
  void aSharedPretrainingBeginsAllItsCells() {
    states.planned(ALL, ALL, List.of());
    assertThat(states.started(PRETRAIN)).containsExactly(NONE, CHANNEL);
    assertThat(states.running()).isEqualTo(2);
    assertThat(states.committed(PRETRAIN)).isEmpty();
    assertThat(states.running()).isZero();
    assertThat(states.started(TUNE_NONE)).as("begun before").isEmpty();
    assertThat(states.running()).isEqualTo(1);
    assertThat(states.committed(TUNE_NONE)).containsExactly(NONE);
    assertThat(states.done()).isEqualTo(1);
  }

  @Test
  void aFailedPretrainingFailsAllItsCellsOnce() {
    states.planned(ALL, ALL, List.of());
    states.started(PRETRAIN);
    assertThat(states.failed(PRETRAIN)).containsExactly(NONE, CHANNEL);
    assertThat(states.failed(PRETRAIN)).isEmpty();
    assertThat(states.failed()).isEqualTo(2);
    assertThat(states.running()).isZero();
    assertThat(states.done()).isZero();
  }

  @Test
  void whatWasDoneOrGivenUpBeforeCounts() {
    states.planned(ALL, List.of(), List.of(TUNE_CHANNEL));
    assertThat(states.cells()).isEqualTo(2);
    assertThat(states.done()).isEqualTo(1);
    assertThat(states.failed()).isEqualTo(1);
  }

  @Test
  void aCellWhosePretrainingIsSharedWithNoCellWithoutAttentionIsStillCounted() {
    states.planned(List.of(PRETRAIN, TUNE_CHANNEL), List.of(TUNE_CHANNEL), List.of());
    assertThat(states.cells()).isEqualTo(1);
    states.started(TUNE_CHANNEL);
    assertThat(states.committed(TUNE_CHANNEL)).containsExactly(CHANNEL);
  }
}
