/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.subspark.InvalidInputException;
import java.io.IOException;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against an independent float64 implementation (affinity.json), and what holds of any affinity.
 */
class AffinitiesTest {
  private static final DscSpec DSC = new DscSpec(.3, 3, 4, true);

  static Stream<JsonNode> cases() throws IOException {
    JsonNode root =
        new ObjectMapper().readTree(AffinitiesTest.class.getResource("/reference/affinity.json"));
    return StreamSupport.stream(root.get("cases").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheReference(JsonNode reference) {
    double[] coefficients = matrix(reference.get("coefficients"));
    float[] c = new float[coefficients.length];
    IntStream.range(0, c.length).forEach(k -> c[k] = (float) coefficients[k]);
    int n = reference.get("coefficients").size();
    int clusters = reference.get("clusters").intValue();
    DscSpec spec =
        new DscSpec(
            reference.get("threshold").doubleValue(),
            reference.get("subspaceDimension").intValue(),
            reference.get("power").doubleValue(),
            reference.get("unitDiagonal").booleanValue());

    assertThat(Affinities.of(AffinityKind.PLAIN, c, n, clusters, spec))
        .containsExactly(matrix(reference.get("symmetricMagnitude")), within(1e-6));
    assertThat(Affinities.of(AffinityKind.DSC, c, n, clusters, spec))
        .containsExactly(matrix(reference.get("postProcessed")), within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void isSymmetricNonNegativeAndFollowsAPermutation(long seed) {
    int n = 40;
    float[] c = random(n, seed);
    int[] order = permutation(n, seed);
    for (AffinityKind kind : AffinityKind.values()) {
      double[] affinity = Affinities.of(kind, c, n, 3, DSC);
      double[] permuted = Affinities.of(kind, permuted(c, order), n, 3, DSC);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          String place = "seed %d, %s, images %d and %d".formatted(seed, kind, i, j);
          assertThat(affinity[i * n + j])
              .as(place)
              .isNotNegative()
              .isEqualTo(affinity[j * n + i])
              .isCloseTo(permuted[order[i] * n + order[j]], within(1e-9));
        }
      }
    }
  }

  @Test
  void largestOfADscAffinityIsOne() {
    double[] affinity = Affinities.of(AffinityKind.DSC, random(30, 5), 30, 2, DSC);
    assertThat(IntStream.range(0, 900).mapToDouble(k -> affinity[k]).max()).hasValue(1);
  }

  @Test
  void imageWithoutCoefficientsHasNoEdges() {
    int n = 30;
    float[] c = random(n, 6);
    for (int k = 0; k < n; k++) {
      c[7 * n + k] = 0;
      c[k * n + 7] = 0;
    }
    double[] affinity = Affinities.of(AffinityKind.DSC, c, n, 2, new DscSpec(.3, 4, 2, false));
    assertThat(IntStream.range(0, n).mapToDouble(k -> affinity[7 * n + k]).max()).hasValue(0);
  }

  @Test
  void coefficientsOfZeroGiveNoEdges() {
    DscSpec spec = new DscSpec(.04, 12, 8, false);
    for (AffinityKind kind : AffinityKind.values()) {
      assertThat(Affinities.of(kind, new float[25], 5, 2, spec)).containsOnly(0);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void refusesCoefficientsThatAreNotFinite(float value) {
    float[] c = new float[9];
    c[5] = value;
    assertThatThrownBy(() -> Affinities.of(AffinityKind.PLAIN, c, 3, 2, DSC))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Cannot form an affinity: coefficient 2 of image 1 is "
                + value
                + ". The training diverged; lower its learning rate or train fewer epochs.");
  }

  private static double[] matrix(JsonNode rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .flatMap(row -> StreamSupport.stream(row.spliterator(), false))
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }

  private static float[] random(int n, long seed) {
    Random random = new Random(seed);
    float[] c = new float[n * n];
    for (int k = 0; k < c.length; k++) {
      c[k] = (float) random.nextGaussian();
    }
    return c;
  }

  private static int[] permutation(int n, long seed) {
    double[] keys = new Random(seed).doubles(n).toArray();
    return IntStream.range(0, n)
        .map(i -> (int) IntStream.range(0, n).filter(j -> keys[j] < keys[i]).count())
        .toArray();
  }

  private static float[] permuted(float[] c, int[] order) {
    int n = order.length;
    float[] permuted = new float[c.length];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        permuted[order[i] * n + order[j]] = c[i * n + j];
      }
    }
    return permuted;
  }
}
