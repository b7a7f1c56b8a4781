/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All clusterers on affinities whose clusters are known. */
class LocalClusterersTest {
  private static final ClusteringSpec ALL =
      new ClusteringSpec(
          List.of(ClustererKind.values()),
          List.of(),
          10,
          new PowerSpec(60, 50),
          new PicSpec(20, 5));

  @ParameterizedTest
  @CsvSource({"2,0,1", "4,0,2", "9,0,3", "9,1e-13,4", "9,1e-4,5", "20,1e-3,6"})
  void findTheBlocks(int blocks, double between, long seed) {
    int[] truth = Blocks.strewn(blocks, 5, seed);
    double[] affinity = Blocks.affinity(truth, between, seed);
    List<Partition> partitions = LocalClusterers.cluster(affinity, truth.length, blocks, ALL, seed);
    assertThat(partitions)
        .extracting(Partition::clusterer)
        .containsExactly(ClustererKind.NJW, ClustererKind.DISCRETIZE, ClustererKind.POWER);
    for (Partition partition : partitions) {
      assertThat(Blocks.canonical(partition.clusters()))
          .as("%s, seed %d", partition.clusterer(), seed)
          .containsExactly(Blocks.canonical(truth));
      assertThat(partition.eigengap()).isGreaterThan(.5);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void followAPermutationOfTheImages(long seed) {
    int[] truth = Blocks.strewn(5, 8, seed);
    int n = truth.length;
    double[] affinity = Blocks.affinity(truth, .02, seed);
    int[] order = Blocks.permutation(n, seed + 50);
    double[] permuted = new double[affinity.length];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        permuted[order[i] * n + order[j]] = affinity[i * n + j];
      }
    }
    List<Partition> before = LocalClusterers.cluster(affinity, n, 5, ALL, seed);
    List<Partition> after = LocalClusterers.cluster(permuted, n, 5, ALL, seed);
    for (int p = 0; p < before.size(); p++) {
      int[] moved = after.get(p).clusters();
      int[] back = IntStream.range(0, n).map(i -> moved[order[i]]).toArray();
      assertThat(Blocks.canonical(back))
          .as("%s, seed %d", before.get(p).clusterer(), seed)
          .containsExactly(Blocks.canonical(before.get(p).clusters()));
      assertThat(after.get(p).eigengap()).isCloseTo(before.get(p).eigengap(), within(1e-9));
    }
  }

  @Test
  void sameSeedGivesTheSameClustersAlsoSideBySide() {
    int[] truth = Blocks.strewn(6, 10, 1);
    double[] affinity = Blocks.affinity(truth, .3, 1);
    List<List<int[]>> runs =
        IntStream.range(0, 4)
            .parallel()
            .mapToObj(run -> LocalClusterers.cluster(affinity, truth.length, 6, ALL, 9))
            .map(partitions -> partitions.stream().map(Partition::clusters).toList())
            .toList();
    for (List<int[]> run : runs) {
      for (int p = 0; p < run.size(); p++) {
        assertThat(run.get(p)).containsExactly(runs.get(0).get(p));
      }
    }
  }

  @Test
  void givesIsolatedImagesACluster() {
    int[] truth = Blocks.strewn(3, 6, 2);
    int n = truth.length;
    double[] affinity = Blocks.affinity(truth, 0, 2);
    for (int i = 0; i < n; i++) {
      for (int isolated : new int[] {0, 5}) {
        affinity[i * n + isolated] = 0;
        affinity[isolated * n + i] = 0;
      }
    }
    assertThat(NormalizedAffinity.of(affinity, n).isolated()).isEqualTo(2);
    for (Partition partition : LocalClusterers.cluster(affinity, n, 3, ALL, 2)) {
      assertThat(partition.clusters())
          .satisfies(ids -> assertThat(IntStream.of(ids).boxed()).isSubsetOf(0, 1, 2));
      int[] connected = IntStream.range(0, n).filter(i -> i != 0 && i != 5).toArray();
      assertThat(Blocks.canonical(at(partition.clusters(), connected)))
          .as("%s", partition.clusterer())
          .containsExactly(Blocks.canonical(at(truth, connected)));
    }
  }

  @Test
  void surviveAnAffinityWithoutEdges() {
    for (Partition partition : LocalClusterers.cluster(new double[36], 6, 2, ALL, 1)) {
      assertThat(partition.clusters())
          .hasSize(6)
          .satisfies(ids -> assertThat(IntStream.of(ids).boxed()).isSubsetOf(0, 1));
      assertThat(partition.eigengap()).isNaN();
    }
  }

  @Test
  void refuseWhatIsNoAffinity() {
    double[] negative = {0, 1, -1, 1, 0, 1, -1, 1, 0};
    assertThatThrownBy(() -> LocalClusterers.cluster(negative, 3, 2, ALL, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot cluster an affinity with -1.0 between images 0 and 2: must be finite, at least 0");
    assertThatThrownBy(() -> LocalClusterers.cluster(new double[9], 3, 4, ALL, 1))
        .hasMessage("Cannot form 4 clusters of 3 images");
  }

  private static int[] at(int[] values, int[] places) {
    return Arrays.stream(places).map(i -> values[i]).toArray();
  }
}
