/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.Attention;
import io.github.subspark.network.AttentionPlace;
import io.github.subspark.network.EncoderLayer;
import io.github.subspark.network.NetworkSpec;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From the same weights both engines go the same way, as far as single precision lets them. */
class EnginesTest {
  private static final int EPOCHS = 20;
  private static final double TOLERANCE = 1e-3;

  private static final Engine DL4J = EngineKind.DL4J.engine();
  private static final Engine TORCH = EngineKind.TORCH.engine();

  private static final TrainingSpec SPEC =
      new TrainingSpec(
          EngineKind.DL4J, EPOCHS, 20, EPOCHS, 1e-3, new RestartSpec(1, 0, 1000, 10, 10));
  private static final NetworkSpec NETWORK =
      new NetworkSpec(List.of(), 3, 1, 150, 0.5, 0.5, AttentionPlace.ENCODER);

  /** Images and a network for them. */
  record Problem(String name, Images images, Architecture architecture) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Problem> PROBLEMS =
      List.of(
          new Problem(
              "grey",
              Subspaces.images(),
              new Architecture(1, Subspaces.SIDE, Subspaces.SIDE, List.of(new EncoderLayer(4, 3)))),
          new Problem(
              "colour, two layers, other kernels",
              colour(),
              new Architecture(3, 8, 12, List.of(new EncoderLayer(5, 4), new EncoderLayer(6, 5)))));

  static Stream<Problem> problems() {
    return PROBLEMS.stream();
  }

  static Stream<Arguments> problemsAndArms() {
    return problems()
        .flatMap(problem -> Stream.of(Attention.values()).map(arm -> Arguments.of(problem, arm)));
  }

  private static Images colour() {
    SplittableRandom random = new SplittableRandom(4);
    float[] pixels = new float[30 * 3 * 8 * 12];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return new Images(30, 3, 8, 12, pixels);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void pretrainingsAgree(Problem problem) {
    Pretrained expected = DL4J.pretrain(problem.images(), problem.architecture(), SPEC, 5);
    Pretrained actual = TORCH.pretrain(problem.images(), problem.architecture(), SPEC, 5);
    assertAgree(actual.curve(), expected.curve());
    assertClose(actual.parameters(), expected.parameters());
    assertThat(actual.parameters())
        .as("computed by another library")
        .isNotEqualTo(expected.parameters());
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("problemsAndArms")
  void fineTuningsAgree(Problem problem, Attention attention) {
    Pretrained start = DL4J.pretrain(problem.images(), problem.architecture(), SPEC, 5);
    FineTuned expected = fineTune(DL4J, problem, attention, start);
    FineTuned actual = fineTune(TORCH, problem, attention, start);
    assertAgree(actual.curve(), expected.curve());
    assertClose(actual.coefficients(), expected.coefficients());
    assertClose(actual.parameters(), expected.parameters());
    assertThat(actual.attention()).isEqualTo(expected.attention());
    assertThat(actual.selfExpressionResidual())
        .isCloseTo(
            expected.selfExpressionResidual(),
            within(TOLERANCE * expected.selfExpressionResidual()));
    assertThat(actual.coefficients()).isNotEqualTo(expected.coefficients());
  }

  private static FineTuned fineTune(
      Engine engine, Problem problem, Attention attention, Pretrained start) {
    return engine.fineTune(
        problem.images(), problem.architecture(), attention, NETWORK, SPEC, start, 5);
  }

  private static void assertAgree(List<Epoch> actual, List<Epoch> expected) {
    assertThat(actual).hasSameSizeAs(expected).hasSize(EPOCHS);
    for (int i = 0; i < expected.size(); i++) {
      Epoch one = actual.get(i);
      Epoch other = expected.get(i);
      for (ToDoubleFunction<Epoch> term :
          List.<ToDoubleFunction<Epoch>>of(
              Epoch::reconstruction,
              Epoch::regularization,
              Epoch::selfExpression,
              Epoch::total,
              Epoch::activeUnits,
              Epoch::gateMean,
              Epoch::gateSpread)) {
        double wanted = term.applyAsDouble(other);
        if (Double.isNaN(wanted)) {
          assertThat(term.applyAsDouble(one)).isNaN();
        } else {
          assertThat(term.applyAsDouble(one))
              .as("epoch %d, %s and %s", i + 1, one, other)
              .isCloseTo(wanted, within(TOLERANCE * Math.abs(wanted)));
        }
      }
    }
  }

  /** Up to a thousandth of the largest value. */
  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("[%d] of %d", i, expected.length)
          .isCloseTo(expected[i], within((float) (TOLERANCE * largest)));
    }
  }
}
