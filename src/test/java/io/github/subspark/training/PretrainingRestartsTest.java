/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.subspark.Seeds;
import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.AutoencoderGraph;
import io.github.subspark.network.EncoderLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a pretraining begins anew, whoever takes its epochs. */
class PretrainingRestartsTest {
  private static final Architecture ARCHITECTURE =
      new Architecture(1, 4, 4, List.of(new EncoderLayer(1, 3)));

  /** 1/2 sum X^2 is 8. */
  private static final Images ONES = new Images(1, 1, 4, 4, ones());

  /** Half of that after two epochs, a quarter after four. */
  private static TrainingSpec bestOf(int alive) {
    return new TrainingSpec(
        EngineKind.DL4J, 4, 1, 1, 1e-3, new RestartSpec(alive, 2, 2, 0.5, 0.25));
  }

  private final List<Long> seeds = new ArrayList<>();
  private final List<float[]> weights = new ArrayList<>();
  private int closed;

  @Test
  void eachKindOfDeathBeginsAnewFromADerivedSeed() {
    Pretrained pretrained = run(new double[][] {{8, 4.1}, {8, 4, 3, 2.1}, {8, 4, 9, 2}});

    assertThat(seeds).containsExactly(5L, Seeds.derive(5, "restart", 1), pretrained.seed());
    assertThat(pretrained.seed()).isEqualTo(Seeds.derive(5, "restart", 2));
    assertThat(pretrained.restarts()).isEqualTo(2);
    assertThat(pretrained.parameters()).isEqualTo(weights.get(2)).isNotEqualTo(weights.get(0));
    assertThat(
            pretrained.curve().stream().map(e -> e.attempt() + ":" + e.epoch() + ":" + e.total()))
        .containsExactly(
            "0:1:8.0", "0:2:4.1", "1:1:8.0", "1:2:4.0", "1:3:3.0", "1:4:2.1", "2:1:8.0", "2:2:4.0",
            "2:3:9.0", "2:4:2.0");
    assertThat(closed).isEqualTo(3);
  }

  @Test
  void aLossThatIsNoNumberIsDeathAtOnce() {
    Pretrained pretrained = run(new double[][] {{Double.NaN}, {8, 4, 3, 2}});

    assertThat(pretrained.restarts()).isEqualTo(1);
    assertThat(pretrained.curve()).hasSize(5);
  }

  @Test
  void afterTheLastAttemptItIsAnError() {
    assertThatThrownBy(() -> run(new double[][] {{8, 5}, {8, 6}, {8, 7}}))
        .isInstanceOfSatisfying(
            DeadPretrainingException.class,
            dead -> {
              assertThat(dead.attempts()).isEqualTo(3);
              assertThat(dead.loss()).isEqualTo(7);
            });
    assertThat(closed).isEqualTo(3);
  }

  @Test
  void ofSeveralThatLiveTheLowestLossIsKept() {
    Pretrained pretrained =
        run(bestOf(3), new double[][] {{8, 4, 3, 2}, {8, 4, 2, 1}, {8, 5}, {8, 4, 3, 1.5}});

    assertThat(pretrained.seed()).isEqualTo(Seeds.derive(5, "restart", 1));
    assertThat(pretrained.parameters()).isEqualTo(weights.get(1));
    assertThat(pretrained.restarts()).isEqualTo(1);
    assertThat(
            pretrained.curve().stream()
                .filter(e -> e.epoch() == 4)
                .map(e -> e.attempt() + ":" + e.total()))
        .as("the kept one last")
        .containsExactly("0:2.0", "2:1.5", "3:1.0");
    assertThat(closed).isEqualTo(4);
  }

  @Test
  void ofEqualLossesTheFirstIsKept() {
    assertThat(run(bestOf(2), new double[][] {{8, 4, 3, 2}, {8, 4, 3, 2}}).seed()).isEqualTo(5);
  }

  @Test
  void whatLivedIsKeptWhereTooManyDie() {
    Pretrained pretrained =
        run(bestOf(3), new double[][] {{8, 5}, {8, 4, 3, 2}, {8, 5}, {8, 5}, {8, 4, 3, 1}});

    assertThat(pretrained.parameters()).isEqualTo(weights.get(1));
    assertThat(pretrained.restarts()).isEqualTo(3);
  }

  private Pretrained run(double[][] losses) {
    return run(bestOf(1), losses);
  }

  /** Attempts whose epochs end with the given losses. */
  private Pretrained run(TrainingSpec spec, double[][] losses) {
    return Pretraining.run(
        ONES,
        ARCHITECTURE,
        spec,
        5,
        EpochListener.SILENT,
        (graph, seed) -> {
          double[] told = losses[seeds.size()];
          seeds.add(seed);
          return new Told(graph, told);
        });
  }

  /** Epochs that take no step. */
  private final class Told implements Epochs {
    private final double[] losses;

    Told(AutoencoderGraph graph, double[] losses) {
      this.losses = losses;
      weights.add(graph.flatParameters());
    }

    @Override
    public double take(int epoch) {
      return losses[epoch - 1];
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private static float[] ones() {
    float[] ones = new float[16];
    Arrays.fill(ones, 1);
    return ones;
  }
}
