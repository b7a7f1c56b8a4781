/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.subspark.affinity.EnsembleAffinities;
import io.github.subspark.affinity.ProtocolReference;
import io.github.subspark.linalg.FloatMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The 80 partitions of a C, and what they agree on. */
class EnsembleTest {
  static Stream<ProtocolReference> references() {
    return ProtocolReference.cases();
  }

  @ParameterizedTest
  @MethodSource("references")
  void hasTheReferencesSpectra(ProtocolReference reference) {
    int n = reference.n();
    try (FloatMatrix space = FloatMatrix.allocate(n, n)) {
      EnsembleAffinities.form(
          reference.coefficients(),
          n,
          reference.clusters(),
          (affinity, recipe, times) -> {
            double[] expected =
                ProtocolReference.doubles(
                    reference.affinity(recipe).orElseThrow().get("normalizedEigenvalues"));
            assertThat(
                    EnsembleEmbeddings.of(affinity, n, reference.clusters(), space)
                        .pairs()
                        .values())
                .containsExactly(expected, within(1e-4));
          });
    }
  }

  @Test
  void embedsByPowersOfTheEigenvalues() {
    float[] affinity = floats(Blocks.affinity(Blocks.strewn(3, 5, 1), .05, 1));
    int n = 18;
    for (int i = 0; i < n; i++) {
      affinity[i * n + i] = 0;
    }
    try (FloatMatrix space = FloatMatrix.allocate(n, n)) {
      EnsembleEmbeddings embeddings = EnsembleEmbeddings.of(affinity, n, 3, space);
      double[] four = embeddings.rows(1);

      assertThat(embeddings.dimension(0)).isEqualTo(3);
      assertThat(embeddings.dimension(1)).isEqualTo(9);
      double[] values = embeddings.pairs().values();
      double[] vectors = embeddings.pairs().vectors();
      for (int i = 0; i < n; i++) {
        double ratio = values[1] > 0 ? Math.pow(values[1] / values[0], 4) : 0;
        assertThat(four[i * 9 + 1] / four[i * 9])
            .isCloseTo(ratio * vectors[i * 9 + 1] / vectors[i * 9], within(1e-9));
        double squares = 0;
        for (int k = 0; k < 9; k++) {
          squares += four[i * 9 + k] * four[i * 9 + k];
        }
        assertThat(squares).isCloseTo(1, within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void findsSubspaces(long seed) {
    int[] blocks = Blocks.strewn(4, 12, seed);
    int n = blocks.length;
    List<int[]> partitions = EnsemblePartitions.of(coefficients(blocks, seed), n, 4, seed);
    int[] answer = CoAssociation.of(partitions, n).consensus(4, seed).clusters();

    assertThat(partitions).hasSize(EnsemblePartitions.count()).hasSize(80);
    assertThat(Blocks.canonical(answer)).isEqualTo(Blocks.canonical(blocks));
  }

  @Test
  void followsFromTheSeed() {
    int[] blocks = Blocks.strewn(3, 9, 1);
    float[] c = coefficients(blocks, 1);
    List<int[]> first = EnsemblePartitions.of(c, blocks.length, 3, 5);
    List<int[]> same = EnsemblePartitions.of(c, blocks.length, 3, 5);

    for (int k = 0; k < first.size(); k++) {
      assertThat(first.get(k)).isEqualTo(same.get(k));
    }
  }

  @Test
  void clustersTheFewestImages() {
    assertThat(EnsemblePartitions.of(new float[] {0, 1, 1, 0}, 2, 2, 1))
        .hasSize(80)
        .allSatisfy(partition -> assertThat(partition).containsExactlyInAnyOrder(0, 1));
  }

  @Test
  void countsHowOftenImagesAreTogether() {
    CoAssociation association =
        CoAssociation.of(
            List.of(new int[] {0, 0, 1, 1}, new int[] {2, 2, 2, 0}, new int[] {1, 0, 0, 0}), 4);

    assertThat(association.share(0, 1)).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(association.share(1, 2)).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(association.share(2, 3)).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(association.share(0, 3)).isZero();
    assertThat(association.share(3, 0)).isZero();
  }

  @Test
  void weighsPartitions() {
    CoAssociation association = new CoAssociation(3);
    association.add(new int[] {0, 0, 1}, 3);
    association.add(new int[] {0, 1, 1}, 1);

    assertThat(association.share(0, 1)).isEqualTo(.75);
    assertThat(association.share(1, 2)).isEqualTo(.25);
    // Joined pairs of the first: M has .75 on it, and .75 + .25 on all.
    assertThat(association.likeness(new int[] {0, 0, 1})).isCloseTo(1.5 / 2, within(1e-12));
    assertThat(association.likeness(new int[] {0, 1, 0})).isZero();
  }

  @Test
  void trustsThePartitionsThatAgree() {
    int[] right = Blocks.strewn(3, 8, 4);
    List<int[]> agreeing = Collections.nCopies(EnsemblePartitions.count(), right);
    List<int[]> members = new ArrayList<>(agreeing);
    for (int k = 0; k < EnsemblePartitions.count(); k++) {
      int[] order = Blocks.permutation(right.length, k);
      members.add(Arrays.stream(order).map(place -> place % 3).toArray());
    }
    CoAssociation weighted = new CoAssociation(right.length);
    WeightedMembers.add(members, right.length, weighted);

    for (int i = 0; i < right.length; i++) {
      for (int j = 0; j < right.length; j++) {
        if (right[i] == right[j]) {
          assertThat(weighted.share(i, j)).isGreaterThan(.9);
        } else {
          assertThat(weighted.share(i, j)).isLessThan(.1);
        }
      }
    }
  }

  @Test
  void saysHowSureItIs() {
    CoAssociation association =
        CoAssociation.of(
            List.of(new int[] {0, 0, 1, 1}, new int[] {0, 0, 1, 2}, new int[] {3, 3, 1, 1}), 4);

    assertThat(association.confidence(new int[] {0, 0, 1, 1}))
        .containsExactly(new double[] {1, 1, 2 / 3.0, 2 / 3.0}, within(1e-12));
    assertThat(association.confidence(new int[] {0, 1, 2, 3})).containsOnly(1);
    // Images 0 and 1 are always together, 2 and 3 twice of three times; no other pair ever is.
    assertThat(association.agreement()).isEqualTo(.5);
  }

  @Test
  void followsTheMajority() {
    int[] right = Blocks.strewn(3, 6, 2);
    int[] wrong = Blocks.permutation(right.length, 3);
    Arrays.setAll(wrong, i -> wrong[i] % 3);

    CoAssociation association = CoAssociation.of(List.of(right, wrong, right, right), right.length);
    CoAssociation.Consensus answer = association.consensus(3, 1);

    assertThat(Blocks.canonical(answer.clusters())).isEqualTo(Blocks.canonical(right));
    assertThat(answer.eigengap()).isBetween(.3, 1.0);
  }

  @Test
  void standsImagesThatNoPartitionJoins() {
    int[] singles = {0, 1, 2, 3, 4, 5};

    assertThat(CoAssociation.of(List.of(singles), 6).consensus(2, 1).clusters())
        .hasSize(6)
        .contains(0, 1);
  }

  /** Images of a block expressed by others of it; noise elsewhere. */
  private static float[] coefficients(int[] blocks, long seed) {
    int n = blocks.length;
    Random random = new Random(seed);
    float[] c = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double scale = i == j ? 0 : blocks[i] == blocks[j] ? 1 : .02;
        c[i * n + j] = (float) (scale * random.nextGaussian());
      }
    }
    return c;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      floats[k] = (float) values[k];
    }
    return floats;
  }
}
