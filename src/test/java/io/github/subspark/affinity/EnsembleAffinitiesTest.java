/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.subspark.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against an independent float64 implementation, and what holds of any C. */
class EnsembleAffinitiesTest {
  /** Single precision, where the eigenvalues after the r-th may be near it; an eighth power. */
  private static final double ROUNDING = 1e-4;

  static Stream<ProtocolReference> references() {
    return ProtocolReference.cases();
  }

  @ParameterizedTest
  @MethodSource("references")
  void sparsifiesAsTheReference(ProtocolReference reference) {
    List<Support> supports = Support.of(reference.coefficients(), reference.n());

    assertThat(supports).extracting(Support::name).containsExactly("q6", "q9", "q12", "share");
    for (Support support : supports) {
      JsonNode expected = reference.json().get("supports").get(support.name());
      for (int j = 0; j < reference.n(); j++) {
        assertThat(Arrays.stream(support.rows()[j]).asDoubleStream().sorted())
            .as("%s, column %d", support.name(), j)
            .containsExactly(
                Arrays.stream(doubles(expected.get(j))).boxed().toArray(Double[]::new));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("references")
  void formsTheReferencesAffinities(ProtocolReference reference) {
    int n = reference.n();
    List<String> seen = new ArrayList<>();
    EnsembleAffinities.form(
        reference.coefficients(),
        n,
        reference.clusters(),
        (affinity, recipe, times) -> {
          JsonNode expected = reference.affinity(recipe).orElseThrow();
          String name = recipe.support() + " " + recipe.matrix() + " " + recipe.rank();
          assertThat(recipe.eigenvalues())
              .as(name)
              .containsExactly(doubles(expected.get("matrixEigenvalues")), within(ROUNDING));
          double[] rows = doubles(expected.get("affinityRows"));
          double[] actual = new double[rows.length];
          Arrays.setAll(actual, k -> affinity[k]);
          assertThat(actual).as(name).containsExactly(rows, within(ROUNDING));
          for (int time = 0; time < times; time++) {
            seen.add(name);
          }
        });
    assertThat(seen).hasSize(EnsembleAffinities.COUNT);
    assertThat(seen.stream().distinct().count())
        .isEqualTo(reference.json().get("affinities").size());
  }

  @Test
  void isSymmetricWithoutDiagonalInUnitRange() {
    int n = 50;
    EnsembleAffinities.form(
        random(n),
        n,
        4,
        (affinity, recipe, times) -> {
          for (int i = 0; i < n; i++) {
            assertThat(affinity[i * n + i]).isZero();
            for (int j = 0; j < n; j++) {
              assertThat(affinity[i * n + j]).isEqualTo(affinity[j * n + i]).isBetween(0f, 1f);
            }
          }
        });
  }

  @Test
  void formsAnAffinityOnceWhereBothRanksAreEqual() {
    // sqrt(2 x 36 / 6) rounds to 3, and the ranks are 19 and 7; of 2 images both are 1.
    List<Integer> times = new ArrayList<>();
    EnsembleAffinities.form(random(36), 36, 6, (affinity, recipe, count) -> times.add(count));
    EnsembleAffinities.form(random(2), 2, 2, (affinity, recipe, count) -> times.add(count));

    assertThat(times).containsExactlyElementsOf(twiceTheRanks());
  }

  private static List<Integer> twiceTheRanks() {
    List<Integer> expected = new ArrayList<>();
    for (int k = 0; k < 16; k++) {
      expected.add(1);
    }
    for (int k = 0; k < 8; k++) {
      expected.add(2);
    }
    return expected;
  }

  @Test
  void refusesACoefficientThatIsNoNumber() {
    float[] c = random(6);
    c[7] = Float.NaN;

    assertThatThrownBy(() -> EnsembleAffinities.form(c, 6, 2, (affinity, recipe, times) -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("coefficient 1 of image 1 is NaN");
  }

  @Test
  void standsColumnsOfZeros() {
    int n = 30;
    float[] c = random(n);
    for (int i = 0; i < n; i++) {
      c[i * n + 3] = 0;
      c[3 * n + i] = 0;
    }
    EnsembleAffinities.form(
        c,
        n,
        3,
        (affinity, recipe, times) -> {
          for (float weight : affinity) {
            assertThat(weight).isBetween(0f, 1f);
          }
        });
  }

  private static double[] doubles(JsonNode node) {
    return ProtocolReference.doubles(node);
  }

  private static float[] random(int n) {
    Random random = new Random(1);
    float[] c = new float[n * n];
    for (int k = 0; k < c.length; k++) {
      c[k] = (float) random.nextGaussian();
    }
    return c;
  }
}
