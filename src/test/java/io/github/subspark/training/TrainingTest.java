/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.Attention;
import io.github.subspark.network.AttentionPlace;
import io.github.subspark.network.EncoderLayer;
import io.github.subspark.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingTest {
  private static final Images IMAGES = Subspaces.images();
  private static final Architecture ARCHITECTURE =
      new Architecture(1, Subspaces.SIDE, Subspaces.SIDE, List.of(new EncoderLayer(4, 3)));
  private static final NetworkSpec NETWORK =
      new NetworkSpec(List.of(), 3, 1, 150, 0.5, 0.5, AttentionPlace.ENCODER);

  private static final TrainingSpec SPEC = spec(5, 0.5, 0.1);

  private static TrainingSpec spec(int limit, double earlyShare, double finalShare) {
    return new TrainingSpec(
        // Who trains is up to each test.
        EngineKind.DL4J,
        300,
        20,
        150,
        3e-3,
        new RestartSpec(1, limit, 100, earlyShare, finalShare));
  }

  private static Pretrained pretrain(EngineKind kind, TrainingSpec spec, long seed) {
    return kind.engine().pretrain(IMAGES, ARCHITECTURE, spec, seed);
  }

  private static FineTuned fineTune(
      EngineKind kind, TrainingSpec spec, Attention attention, Pretrained pretrained, long seed) {
    return kind.engine().fineTune(IMAGES, ARCHITECTURE, attention, NETWORK, spec, pretrained, seed);
  }

  private static FineTuned cell(
      EngineKind kind, TrainingSpec spec, Attention attention, long seed) {
    return fineTune(kind, spec, attention, pretrain(kind, spec, seed), seed);
  }

  @ParameterizedTest
  @EnumSource
  void pretrainingLearns(EngineKind kind) {
    List<String> heard = new ArrayList<>();
    Pretrained pretrained =
        kind.engine()
            .pretrain(
                IMAGES,
                ARCHITECTURE,
                SPEC,
                3,
                (phase, attempt, epoch, epochs) -> heard.add(phase + " " + epoch + "/" + epochs));
    List<Epoch> curve = pretrained.curve();
    Epoch first = curve.get(curve.size() - SPEC.pretrainingEpochs());
    Epoch last = curve.get(curve.size() - 1);
    assertThat(last.reconstruction()).isLessThan(0.05 * first.reconstruction());
    assertThat(last.total()).isEqualTo(last.reconstruction());
    assertThat(last.regularization()).isNaN();
    assertThat(last.epoch()).isEqualTo(SPEC.pretrainingEpochs());
    assertThat(heard).hasSize(curve.size()).endsWith("PRETRAINING 300/300");
  }

  @ParameterizedTest
  @EnumSource
  void coefficientsFindTheSubspaces(EngineKind kind) {
    FineTuned tuned = cell(kind, SPEC, Attention.NONE, 3);
    List<Epoch> curve = tuned.curve();
    assertThat(curve).hasSize(SPEC.finetuningEpochs());
    Epoch first = curve.get(0);
    Epoch last = curve.get(curve.size() - 1);
    assertThat(last.total()).isLessThan(0.1 * first.total());
    assertThat(last.total())
        .isCloseTo(
            last.reconstruction() + last.regularization() + 150 * last.selfExpression(),
            org.assertj.core.data.Percentage.withPercentage(0.01));
    assertThat(tuned.selfExpressionResidual()).isBetween(0.0, 0.05);
    assertThat(tuned.attention()).isEqualTo(AttentionHealth.ABSENT);
    assertThat(last.gateMean()).isNaN();
    assertThat(tuned.parameters()).hasSize(4 * 9 + 4 + 4 * 9 + 1);
    assertThat(meanWithin(tuned.coefficients()))
        .isGreaterThan(2 * meanBetween(tuned.coefficients()));
  }

  @ParameterizedTest
  @EnumSource
  void attentionIsWatched(EngineKind kind) {
    FineTuned tuned = cell(kind, SPEC, Attention.CHANNEL, 3);
    Epoch last = tuned.curve().get(tuned.curve().size() - 1);
    assertThat(last.activeUnits()).isBetween(0.0, 1.0);
    assertThat(last.gateMean()).isBetween(0.0, 1.0);
    assertThat(last.gateSpread()).isPositive();
    assertThat(tuned.attention()).isEqualTo(AttentionHealth.ACTIVE);
  }

  @Test
  void attentionThatDoesNothingIsInert() {
    assertThat(FineTuning.health(Attention.CHANNEL, gate(0, 0.1))).isEqualTo(AttentionHealth.INERT);
    assertThat(FineTuning.health(Attention.CHANNEL, gate(1, 1e-6)))
        .isEqualTo(AttentionHealth.INERT);
    assertThat(FineTuning.health(Attention.CHANNEL, gate(0.5, 0.01)))
        .isEqualTo(AttentionHealth.ACTIVE);
    assertThat(FineTuning.health(Attention.CONSTANT, gate(0, 0))).isEqualTo(AttentionHealth.ABSENT);
  }

  private static Epoch gate(double active, double spread) {
    return new Epoch(Phase.FINETUNING, 0, 1, 1, 1, 1, 1, active, 0.5, spread);
  }

  @ParameterizedTest
  @EnumSource
  void deadAttemptsAreTriedAgainAndRecorded(EngineKind kind) {
    // A share that only some seeds reach by the end.
    List<Double> ends = new ArrayList<>();
    TrainingSpec lax = spec(0, 10, 10);
    for (long seed = 0; seed < 4; seed++) {
      List<Epoch> curve = pretrain(kind, lax, seed).curve();
      ends.add(curve.get(curve.size() - 1).total());
    }
    int worst = ends.indexOf(ends.stream().max(Double::compare).orElseThrow());
    double silence = silence();
    double share = (ends.get(worst) - 1e-6) / silence;
    Pretrained pretrained = pretrain(kind, spec(20, 10, share), worst);
    assertThat(pretrained.restarts()).isPositive();
    assertThat(pretrained.seed()).isNotEqualTo(worst);
    List<Epoch> curve = pretrained.curve();
    assertThat(curve).hasSize((pretrained.restarts() + 1) * SPEC.pretrainingEpochs());
    Epoch last = curve.get(curve.size() - 1);
    assertThat(last.attempt()).isEqualTo(pretrained.restarts());
    assertThat(last.total()).isLessThanOrEqualTo(share * silence);
  }

  @ParameterizedTest
  @EnumSource
  void allDeadIsAnErrorWithTheLoss(EngineKind kind) {
    assertThatThrownBy(() -> pretrain(kind, spec(2, 1e-9, 1e-9), 3))
        .isInstanceOfSatisfying(
            DeadPretrainingException.class,
            dead -> {
              assertThat(dead.attempts()).isEqualTo(3);
              assertThat(dead.loss()).isPositive();
              assertThat(dead).hasMessageStartingWith("Cannot pretrain: all 3 attempts died");
            });
  }

  @ParameterizedTest
  @EnumSource
  void divergedPretrainingIsDead(EngineKind kind) {
    float[] pixels = IMAGES.pixels().clone();
    pixels[17] = Float.NaN;
    Images broken = new Images(IMAGES.count(), 1, IMAGES.height(), IMAGES.width(), pixels);
    assertThatThrownBy(() -> kind.engine().pretrain(broken, ARCHITECTURE, SPEC, 3))
        .isInstanceOf(DeadPretrainingException.class);
  }

  @ParameterizedTest
  @EnumSource
  void divergedFineTuningTellsItsEpoch(EngineKind kind) {
    Pretrained pretrained = pretrain(kind, SPEC, 3);
    float[] weights = pretrained.parameters().clone();
    weights[0] = Float.POSITIVE_INFINITY;
    Pretrained broken = new Pretrained(weights, 3, 0, List.of());
    assertThatThrownBy(() -> fineTune(kind, SPEC, Attention.NONE, broken, 3))
        .isInstanceOfSatisfying(
            DivergedTrainingException.class, e -> assertThat(e.epoch()).isEqualTo(1));
  }

  @ParameterizedTest
  @EnumSource
  void aSeedGivesTheSameBitsAlsoSideBySide(EngineKind kind) throws Exception {
    TrainingSpec brief =
        new TrainingSpec(kind, 20, 20, 15, 3e-3, new RestartSpec(1, 0, 100, 10, 10));
    FineTuned alone = cell(kind, brief, Attention.CHANNEL, 8);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Callable<FineTuned>> cells =
          List.of(
              () -> cell(kind, brief, Attention.CHANNEL, 8),
              () -> cell(kind, brief, Attention.CHANNEL, 8));
      for (Future<FineTuned> together : pool.invokeAll(cells)) {
        assertThat(together.get().coefficients()).isEqualTo(alone.coefficients());
        assertThat(together.get().parameters()).isEqualTo(alone.parameters());
        assertThat(together.get().curve()).isEqualTo(alone.curve());
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(cell(kind, brief, Attention.CHANNEL, 9).coefficients())
        .isNotEqualTo(alone.coefficients());
  }

  private static double silence() {
    double squares = 0;
    for (float pixel : IMAGES.pixels()) {
      squares += (double) pixel * pixel;
    }
    return squares / 2;
  }

  private static double meanWithin(float[] coefficients) {
    return mean(coefficients, 0);
  }

  private static double meanBetween(float[] coefficients) {
    return mean(coefficients, 1);
  }

  /**
   * Mean of |C| over pairs of the same class (0) or of different ones (1), without the diagonal.
   */
  private static double mean(float[] coefficients, int different) {
    int n = IMAGES.count();
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int differs = i / Subspaces.EACH == j / Subspaces.EACH ? 0 : 1;
        if (i != j && differs == different) {
          sum += Math.abs(coefficients[i * n + j]);
          pairs++;
        }
      }
    }
    return sum / pairs;
  }

  /** What labels choose from is heard of beside the training, which it does not change. */
  @ParameterizedTest
  @EnumSource
  void candidatesAreOfferedAndChangeNothing(EngineKind kind) {
    RestartSpec restarts = new RestartSpec(1, 0, 100, 10, 10);
    TrainingSpec fixed = new TrainingSpec(kind, 20, 20, 15, 3e-3, restarts);
    TrainingSpec offering =
        new TrainingSpec(
            kind, 20, 20, 15, EpochRule.BEST_BY_LABELS, new OracleSpec(5, 26), 3e-3, restarts);
    Pretrained pretrained = pretrain(kind, fixed, 4);
    List<float[]> offered = new ArrayList<>();
    List<Integer> finished = new ArrayList<>();
    FineTuned tuned =
        kind.engine()
            .fineTune(
                IMAGES,
                ARCHITECTURE,
                Attention.CHANNEL,
                NETWORK,
                offering,
                pretrained,
                4,
                new EpochListener() {
                  @Override
                  public void finished(Phase phase, int attempt, int epoch, int epochs) {
                    finished.add(epoch);
                  }

                  @Override
                  public void trained(float[] coefficients) {
                    offered.add(coefficients);
                  }
                });

    FineTuned alone = fineTune(kind, fixed, Attention.CHANNEL, pretrained, 4);
    assertThat(tuned.coefficients()).isEqualTo(alone.coefficients());
    assertThat(tuned.parameters()).isEqualTo(alone.parameters());
    assertThat(tuned.curve()).isEqualTo(alone.curve());
    assertThat(finished).hasSize(15);
    assertThat(offered).hasSize(5);
    assertThat(offered.get(2)).isEqualTo(alone.coefficients());
    assertThat(offered.get(3)).isNotEqualTo(alone.coefficients());
  }
}
