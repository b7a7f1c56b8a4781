/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.scores;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Tests of paired differences against none, both two-sided.
 *
 * @param higher pairs whose difference is above 0
 * @param lower pairs whose difference is below 0
 * @param student p of Student's t-test with pairs - 1 degrees of freedom; NaN for fewer than two
 *     pairs
 * @param sign p of the exact sign test, pairs without a difference left out; 1 where all are
 * @param detectable the smallest true mean difference that a t-test at 5 % finds with a power of 80
 *     % among so many pairs of such a spread: (t.975 + t.8) sd / sqrt(pairs) (Bloom 1995); NaN for
 *     fewer than two pairs
 */
public record PairedTests(int higher, int lower, double student, double sign, double detectable) {
  private static final double POWER = 0.8;

  /** Of the differences of all pairs. */
  public static PairedTests of(double... differences) {
    int higher = (int) Arrays.stream(differences).filter(d -> d > PairedDifference.NOTHING).count();
    int lower = (int) Arrays.stream(differences).filter(d -> d < -PairedDifference.NOTHING).count();
    double sign = sign(higher, lower);
    int pairs = differences.length;
    if (pairs < 2) {
      return new PairedTests(higher, lower, Double.NaN, sign, Double.NaN);
    }
    SeedStatistics statistics = SeedStatistics.of(differences);
    double error = statistics.standardDeviation() / Math.sqrt(pairs);
    TDistribution t = new TDistribution(pairs - 1);
    double distance = Math.abs(statistics.mean());
    // Without any spread the quotient would be 0 / 0.
    double student =
        distance <= PairedDifference.NOTHING
            ? 1
            : 2 * t.cumulativeProbability(-distance / Math.max(error, Double.MIN_NORMAL));
    double quantiles =
        t.inverseCumulativeProbability(PairedDifference.UPPER_TAIL)
            + t.inverseCumulativeProbability(POWER);
    return new PairedTests(higher, lower, student, sign, quantiles * error);
  }

  private static double sign(int higher, int lower) {
    // Without a generator, which nothing here draws from and which would be seeded by the clock.
    BinomialDistribution coin = new BinomialDistribution(null, higher + lower, 0.5);
    return Math.min(1, 2 * coin.cumulativeProbability(Math.min(higher, lower)));
  }

  /**
   * Two sentences, such as 'Student p = 0.07, Holm p = 0.34 among 8 comparisons, sign test p = 0.38
   * (4 up, 1 down). 5 seeds could have shown 1.8 points.' Empty without any difference, and for so
   * few pairs that nothing can be told.
   *
   * @param holm the t-test's p as {@link Holm} corrects it
   * @param family comparisons that it was corrected for
   */
  public String sentences(double holm, int family, int pairs) {
    if (pairs <= PairedDifference.FEW || higher + lower == 0) {
      return "";
    }
    String tests =
        "Student %s, Holm %s among %d %s, sign test %s (%d up, %d down)."
            .formatted(
                p(student),
                p(holm),
                family,
                family == 1 ? "comparison" : "comparisons",
                p(sign),
                higher,
                lower);
    // Without any spread everything could have been shown.
    return detectable <= PairedDifference.NOTHING
        ? tests
        : tests
            + String.format(
                Locale.ROOT,
                " %d seeds could have shown %.1f points (power 80 %%).",
                pairs,
                100 * detectable);
  }

  private static String p(double value) {
    return value < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", value);
  }
}
