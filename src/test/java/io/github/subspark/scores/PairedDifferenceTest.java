/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Intervals against scipy.stats.t.interval(0.95, n - 1, mean, scipy.stats.sem), SciPy 1.17.1. */
class PairedDifferenceTest {
  @Test
  void intervalsAreThoseOfSciPy() {
    PairedDifference five = PairedDifference.of(0.012, -0.004, 0.021, 0.008, 0.023);
    assertThat(five.pairs()).isEqualTo(5);
    assertThat(five.mean()).isCloseTo(0.012, within(1e-15));
    assertThat(five.low()).isCloseTo(-0.0015164693579939655, within(1e-12));
    assertThat(five.high()).isCloseTo(0.025516469357993968, within(1e-12));

    PairedDifference two = PairedDifference.of(0.03, 0.05);
    assertThat(two.low()).isCloseTo(-0.08706204736174697, within(1e-12));
    assertThat(two.high()).isCloseTo(0.16706204736174698, within(1e-12));
  }

  @Test
  void aDifferenceIsMoreThanNoiseWhereItsIntervalLeavesOutNought() {
    assertThat(PairedDifference.of(-0.021, -0.034, -0.028, -0.030).exceedsNoise()).isTrue();
    assertThat(PairedDifference.of(0.021, 0.034, 0.028, 0.030).exceedsNoise()).isTrue();
    assertThat(PairedDifference.of(0.012, -0.004, 0.021, 0.008, 0.023).exceedsNoise()).isFalse();
    assertThat(PairedDifference.of(0, 0, 0).exceedsNoise()).isFalse();
    assertThat(PairedDifference.of(0.5).exceedsNoise()).isFalse();
    assertThat(PairedDifference.of().exceedsNoise()).isFalse();
  }

  @Test
  void sentencesSayWhatCanBeSaid() {
    assertThat(
            PairedDifference.of(0.012, -0.004, 0.021, 0.008, 0.023).sentence("A minus B", 0.01, 12))
        .isEqualTo(
            "A minus B: +1.2 points, 95 % interval −0.2 to +2.6, 5 seeds: not more than seed"
                + " noise.");
    assertThat(PairedDifference.of(-0.021, -0.034, -0.028, -0.030).sentence("A minus B", 0.01, 12))
        .isEqualTo(
            "A minus B: −2.8 points, 95 % interval −3.7 to −2.0, 4 seeds: more than seed noise.");
    assertThat(PairedDifference.of(-0.021, -0.034, -0.028, -0.030).sentence("A minus B", 0.3, 12))
        .endsWith("4 seeds: more than seed noise if asked alone, not among 12 comparisons.");
    assertThat(PairedDifference.of(0.0004, 0.0004).sentence("A minus B", 0.01, 12))
        .startsWith("A minus B: 0.0 points")
        .endsWith("2 seeds: too few to tell it from seed noise.");
    assertThat(PairedDifference.of(0, 0, 0).sentence("A minus B", 1, 12))
        .isEqualTo("A minus B: no difference in any of 3 seeds.");
    assertThat(PairedDifference.of(0.012).sentence("A minus B", 0.01, 12))
        .isEqualTo(
            "A minus B: +1.2 points for the one seed that has both: no interval, so no telling it"
                + " from seed noise.");
    assertThat(PairedDifference.of().sentence("A minus B", 0.01, 12))
        .isEqualTo("A minus B: no seed has both, so there is nothing to compare.");
  }
}
