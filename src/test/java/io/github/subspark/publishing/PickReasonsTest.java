/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.publishing;

import static io.github.subspark.clustering.ClustererKind.ENSEMBLE;
import static io.github.subspark.clustering.ClustererKind.ENSEMBLE_WEIGHTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.network.Attention;
import io.github.subspark.publishing.Pick.Reasons;
import io.github.subspark.sweep.Cell;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PickReasonsTest {
  @Test
  void seedsDecideThenCellsThenTheOneCellsPartitions() {
    assertThat(new Reasons(.5, .9, .1, .8).decisive()).isEqualTo(.5);
    assertThat(new Reasons(Double.NaN, .9, .1, .8).decisive()).isEqualTo(.9);
    assertThat(new Reasons(Double.NaN, Double.NaN, .1, .8).decisive()).isEqualTo(.8);
  }

  @Test
  void seedsOrCellsThatContradictEachOtherAreWeakEvidence() {
    assertThat(new Reasons(.4, .9, .1, .8).weak()).isTrue();
    assertThat(new Reasons(.6, .3, .1, .8).weak()).isFalse();
    assertThat(new Reasons(Double.NaN, .4, .1, .8).weak()).isTrue();
    // One cell has nobody to contradict it.
    assertThat(new Reasons(Double.NaN, Double.NaN, .1, .2).weak()).isFalse();
  }

  @Test
  void anEnsembleThatIsAsGoodAChoiceWithAnotherAnswerIsARival() {
    int[] chosen = {0, 0, 0, 1, 1, 1};
    int[] other = {0, 0, 1, 1, 2, 2};

    assertThat(picked(.9, chosen, .895, other).rivals()).containsExactly(ENSEMBLE_WEIGHTED);
    assertThat(picked(.9, chosen, .88, other).rivals()).as("agrees less").isEmpty();
    assertThat(picked(.9, chosen, .895, chosen).rivals()).as("the same answer").isEmpty();
  }

  private static Pick picked(double agreement, int[] chosen, double others, int[] other) {
    return new Pick(
        ENSEMBLE,
        Map.of(ENSEMBLE, chosen, ENSEMBLE_WEIGHTED, other),
        new double[chosen.length],
        Map.of(
            ENSEMBLE,
            new Reasons(agreement, .5, .1, .8),
            ENSEMBLE_WEIGHTED,
            new Reasons(others, .5, .1, .8)),
        2,
        new Cell(.5, 2, Attention.NONE, 0),
        1,
        "weights");
  }

  @Test
  void aKindOfAttentionThatFailsDoesNotDecide() {
    int[] a = {0, 0, 1, 1};
    int[] crossed = {0, 1, 0, 1};
    Map<Cell, int[]> answers =
        Map.of(
            new Cell(.5, 2, Attention.NONE, 0), a,
            new Cell(.5, 2, Attention.NONE, 1), a,
            new Cell(.25, 1, Attention.NONE, 0), crossed,
            new Cell(.25, 1, Attention.NONE, 1), crossed,
            new Cell(.5, 2, Attention.SPATIAL, 0), a,
            new Cell(.5, 2, Attention.SPATIAL, 1), crossed);

    // Of the points 1, 1 and -1/2: kinds and compressions are not compared with each other.
    assertThat(Pick.seedAgreement(answers)).isEqualTo(1);
  }

  @Test
  void oneSeedAgreesWithNobody() {
    int[] a = {0, 0, 1, 1};
    assertThat(
            Pick.seedAgreement(
                Map.of(
                    new Cell(.5, 2, Attention.NONE, 0), a,
                    new Cell(.25, 1, Attention.NONE, 0), a)))
        .isNaN();
  }
}
