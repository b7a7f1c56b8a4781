/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against independent values (scores.json), tables worked by hand, and what holds of any scores.
 */
class ScoresTest {
  static Stream<JsonNode> cases() throws IOException {
    JsonNode root =
        new ObjectMapper().readTree(ScoresTest.class.getResource("/reference/scores.json"));
    return StreamSupport.stream(root.get("cases").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalTheReference(JsonNode reference) {
    Scores scores = Scores.of(ints(reference.get("clusters")), ints(reference.get("labels")));
    JsonNode expected = reference.get("expected");
    assertThat(scores.accuracy()).isCloseTo(expected.get("accuracy").doubleValue(), within(1e-11));
    assertThat(scores.normalizedMutualInformation())
        .isCloseTo(expected.get("normalizedMutualInformation").doubleValue(), within(1e-11));
    assertThat(scores.adjustedRandIndex())
        .isCloseTo(expected.get("adjustedRandIndex").doubleValue(), within(1e-11));
    assertThat(scores.purity()).isCloseTo(expected.get("purity").doubleValue(), within(1e-11));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void doNotSeeTheNamesOfClusters(long seed) {
    int[] classes = new Random(seed).ints(60, 0, 4).toArray();
    int[] clusters = new Random(seed + 100).ints(60, 0, 5).toArray();
    int[] renamed = Arrays.stream(clusters).map(cluster -> (cluster * 3 + 2) % 5).toArray();
    Scores scores = Scores.of(clusters, classes);
    Scores again = Scores.of(renamed, classes);
    assertThat(again.accuracy()).as("seed %d", seed).isEqualTo(scores.accuracy());
    assertThat(again.purity()).isEqualTo(scores.purity()).isGreaterThanOrEqualTo(scores.accuracy());
    assertThat(again.adjustedRandIndex()).isCloseTo(scores.adjustedRandIndex(), within(1e-12));
    assertThat(again.normalizedMutualInformation())
        .isCloseTo(scores.normalizedMutualInformation(), within(1e-12));
  }

  @Test
  void matchingLeavesSurplusClustersOut() {
    // Clusters in rows: greedy choice of the 4 would reach 4 + 1, the best matching 3 + 3.
    Matching matching =
        Matching.of(new ContingencyTable(new long[][] {{4, 3}, {3, 0}, {0, 0}}, 10));
    assertThat(matching.classOfCluster()).containsExactly(1, 0, Matching.UNMATCHED);
    assertThat(matching.agreeing()).isEqualTo(6);
  }

  @Test
  void matchingLeavesSurplusClassesOut() {
    Matching matching = Matching.of(new ContingencyTable(new long[][] {{1, 5, 2}}, 8));
    assertThat(matching.classOfCluster()).containsExactly(1);
    assertThat(matching.agreeing()).isEqualTo(5);
  }

  @Test
  void samePartitionScoresOneEvenWithAllApart() {
    int[] apart = {0, 1, 2};
    assertThat(Scores.of(apart, new int[] {2, 0, 1})).isEqualTo(new Scores(1, 1, 1, 1));
    assertThat(Scores.of(new int[] {0}, new int[] {0})).isEqualTo(new Scores(1, 1, 1, 1));
  }

  @Test
  void refusePartitionsOfDifferentImages() {
    assertThatThrownBy(() -> Scores.of(new int[2], new int[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot compare partitions of 2 and 3 images: both must hold the same images, at least 1");
    assertThatThrownBy(() -> Scores.of(new int[] {-1}, new int[] {0}))
        .hasMessage("Cannot count identifier -1: identifiers start at 0");
  }

  @Test
  void seedStatisticsAreTheSamples() {
    // Squares around 4 sum to 8; sqrt(8 / 3).
    SeedStatistics statistics = SeedStatistics.of(2, 4, 4, 6);
    assertThat(statistics.mean()).isEqualTo(4);
    assertThat(statistics.standardDeviation()).isCloseTo(1.632993161855452, within(1e-15));
    assertThat(SeedStatistics.of(.5)).isEqualTo(new SeedStatistics(1, .5, Double.NaN));
    assertThat(SeedStatistics.of().mean()).isNaN();
  }

  @Test
  void stabilityIsTheMeanOverPairs() {
    int[] a = {0, 0, 1, 1};
    int[] renamed = {1, 1, 0, 0};
    int[] crossed = {0, 1, 0, 1};
    // ARI of crossed against the others: (0 - 2/3) / (2 - 2/3) = -1/2.
    assertThat(Stability.of(List.of(a, renamed, crossed)).meanPairwiseAri())
        .isCloseTo(0, within(1e-15));
    assertThat(Stability.of(List.of(a, renamed)).meanPairwiseAri()).isEqualTo(1);
    assertThat(Stability.of(List.of(a)).meanPairwiseAri()).isNaN();
  }

  private static int[] ints(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::intValue).toArray();
  }
}
