/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SparseEdgesTest {
  private static final double[] AFFINITY = {
    9, 5, 4, 0,
    5, 9, 3, 2,
    4, 3, 9, 2,
    0, 2, 2, 9,
  };

  @Test
  void keepsAnEdgeThatEitherEndAsksFor() {
    SparseEdges edges = SparseEdges.of(AFFINITY, 4, 1);
    // 0 and 1 ask for each other, 2 for 0; 3 has a tie and takes the smaller index.
    assertThat(edges.i()).containsExactly(0, 0, 1);
    assertThat(edges.j()).containsExactly(1, 2, 3);
    assertThat(edges.w()).containsExactly(5, 4, 2);
    assertThat(edges.count()).isEqualTo(3);
  }

  @Test
  void leavesOutDiagonalAndZerosHoweverManyAreAskedFor() {
    for (int neighbours : new int[] {3, 4, 100}) {
      SparseEdges edges = SparseEdges.of(AFFINITY, 4, neighbours);
      assertThat(edges.i()).containsExactly(0, 0, 1, 1, 2);
      assertThat(edges.j()).containsExactly(1, 2, 2, 3, 3);
    }
  }

  @Test
  void boundsTheNumberOfEdges() {
    int[] blocks = Blocks.strewn(6, 9, 1);
    SparseEdges edges = SparseEdges.of(Blocks.affinity(blocks, .1, 1), blocks.length, 4);
    assertThat(edges.count()).isBetween(2 * blocks.length, 4 * blocks.length);
    assertThat(IntStream.range(0, edges.count()))
        .allMatch(e -> edges.i()[e] < edges.j()[e] && edges.w()[e] > 0);
  }

  @Test
  void refusesFewerThanOneNeighbour() {
    assertThatThrownBy(() -> SparseEdges.of(AFFINITY, 4, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot keep 0 edges an image of 4 images and 16 weights");
  }
}
