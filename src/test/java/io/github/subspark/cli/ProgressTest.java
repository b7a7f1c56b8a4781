/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.commit.FailureRecord;
import io.github.subspark.network.Attention;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepKind;
import io.github.subspark.sweep.Cell;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Cell CELL = new Cell(0.25, 1, Attention.CHANNEL, 0);
  private static final Step PRETRAIN = Step.pretraining(CELL);
  private static final Step FINETUNE = new Step(StepKind.FINETUNE, CELL);
  private static final FailureRecord FAILURE =
      new FailureRecord("pretrain", "k1-seed0", 1, "dead-pretraining", "loss 49", "", "h", "t");

  private final StringWriter text = new StringWriter();

  private Progress progress(Progress.Mode mode) {
    return new Progress(new PrintWriter(text), mode);
  }

  @Test
  void saysWhatIsDoneAlready() {
    try (Progress progress = progress(Progress.Mode.PLAIN)) {
      progress.planned(List.of(PRETRAIN, FINETUNE), List.of(), List.of());
    }
    assertThat(text.toString().lines()).containsExactly("All of 1 cell already done.");
  }

  @Test
  void saysThatWhatFailedBeforeIsNotTriedAgain() {
    try (Progress progress = progress(Progress.Mode.PLAIN)) {
      progress.planned(List.of(PRETRAIN, FINETUNE), List.of(), List.of(PRETRAIN, FINETUNE));
    }
    assertThat(text.toString().lines())
        .containsExactly(
            "0 of 1 cell already done; 0 of 2 steps to go.",
            "1 cell failed before: --retry-failed tries again.");
  }

  @Test
  void tellsOfAFailureWhenItHappensEvenIfSilent() {
    try (Progress progress = progress(Progress.Mode.SILENT)) {
      progress.planned(List.of(PRETRAIN, FINETUNE), List.of(PRETRAIN, FINETUNE), List.of());
      progress.started(PRETRAIN);
      progress.failed(PRETRAIN, FAILURE);
    }
    assertThat(text.toString().lines())
        .containsExactly("failed: pretrain 25 % seed 0: dead-pretraining: loss 49");
  }

  @Test
  void saysWhatItComputesBesideTheCells() {
    try (Progress progress = progress(Progress.Mode.PLAIN)) {
      progress.beside(7);
    }
    assertThat(text.toString().lines()).containsExactly("Consensus of the cells and baselines: 7.");
  }

  @Test
  void onATerminalOneLineRewritesItself() throws InterruptedException {
    try (Progress progress = progress(Progress.Mode.LIVE)) {
      progress.planned(List.of(PRETRAIN, FINETUNE), List.of(PRETRAIN, FINETUNE), List.of());
      progress.started(PRETRAIN);
      progress.committed(PRETRAIN);
      progress.started(FINETUNE);
      Thread.sleep(1200);
    }
    assertThat(text.toString())
        .contains("\r0:0")
        .contains("0/1 cells, 0 failed", "finetune k=1 channel s0");
    String live = text.toString().substring(text.toString().indexOf('\n') + 1);
    assertThat(live).as("rewritten, never a line of its own").doesNotContain("\n");
  }
}
