/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/**
 * Against SciPy 1.17.1: stats.ttest_1samp(d, 0), stats.binomtest(up, up + down), and stats.t.ppf
 * for the smallest effect.
 */
class PairedTestsTest {
  @Test
  void testsAreThoseOfSciPy() {
    PairedTests five = PairedTests.of(0.012, -0.004, 0.021, 0.008, 0.023);
    assertThat(five.student()).isCloseTo(0.06932212022089883, within(1e-10));
    assertThat(five.sign()).isCloseTo(0.375, within(1e-12));
    assertThat(five.detectable()).isCloseTo(0.018097333878364524, within(1e-10));

    PairedTests four = PairedTests.of(-0.021, -0.034, -0.028, -0.030);
    assertThat(four.student()).isCloseTo(0.0019036787302557732, within(1e-10));
    assertThat(four.sign()).isCloseTo(0.125, within(1e-12));
    assertThat(four.detectable()).isCloseTo(0.011315735291188494, within(1e-10));
  }

  @Test
  void pairsWithoutADifferenceHaveNoSign() {
    PairedTests ten = PairedTests.of(0.01, 0.02, 0, 0.03, -0.01, 0.04, 0.02, 0.05, 0.01, 0);
    assertThat(ten.higher()).isEqualTo(7);
    assertThat(ten.lower()).isEqualTo(1);
    assertThat(ten.sign()).isCloseTo(0.0703125, within(1e-12));
    assertThat(ten.student()).isCloseTo(0.019197155453924933, within(1e-10));
    assertThat(ten.detectable()).isCloseTo(0.018785786237118015, within(1e-10));
  }

  @Test
  void withoutSpreadThereIsCertaintyOrNothing() {
    assertThat(PairedTests.of(0, 0, 0).student()).isEqualTo(1);
    assertThat(PairedTests.of(0, 0, 0).sign()).isEqualTo(1);
    assertThat(PairedTests.of(0.1, 0.1, 0.1).student()).isLessThan(1e-6);
  }

  @Test
  void fewerThanTwoPairsTellNothing() {
    assertThat(PairedTests.of(0.1).student()).isNaN();
    assertThat(PairedTests.of(0.1).detectable()).isNaN();
    assertThat(PairedTests.of().sign()).isEqualTo(1);
    assertThat(PairedTests.of(0.1).sentences(Double.NaN, 0, 1)).isEmpty();
  }

  @Test
  void sentencesSayWhatWasTestedAndWhatCouldHaveBeenSeen() {
    assertThat(PairedTests.of(0.012, -0.004, 0.021, 0.008, 0.023).sentences(0.21, 8, 5))
        .isEqualTo(
            "Student p = 0.069, Holm p = 0.210 among 8 comparisons, sign test p = 0.375 (4 up, 1"
                + " down). 5 seeds could have shown 1.8 points (power 80 %).");
  }

  /** Against statsmodels' multipletests(p, method='holm'). */
  @Test
  void holmStepsDown() {
    assertThat(Holm.corrected(0.01, 0.04, 0.03, 0.005))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
    assertThat(Holm.corrected(0.5, Double.NaN, 0.9))
        .containsExactly(new double[] {1, Double.NaN, 1}, within(1e-12));
    assertThat(Holm.corrected()).isEmpty();
  }
}
