/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.scores;

import java.util.Locale;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * A score under one treatment minus the same score under another, seed by seed. What the seed
 * decides (weights, order, images) is the same on both sides of a pair and cancels.
 *
 * @param pairs seeds that have both
 * @param mean mean difference, as a fraction; NaN without pairs
 * @param low lower end of the 95 % interval of the mean by Student's t with pairs - 1 degrees of
 *     freedom; NaN for fewer than two pairs
 * @param high its upper end
 */
public record PairedDifference(int pairs, double mean, double low, double high) {
  static final double UPPER_TAIL = 0.975;

  /** Of so many pairs nothing can be told from noise. */
  public static final int FEW = 2;

  /** A corrected p below this is more than noise. */
  public static final double ALPHA = 0.05;

  /** Sums of rounding errors are no differences. */
  static final double NOTHING = 1e-12;

  /** Of the differences of all pairs. */
  public static PairedDifference of(double... differences) {
    SeedStatistics statistics = SeedStatistics.of(differences);
    int pairs = differences.length;
    double mean = statistics.mean();
    if (pairs < 2) {
      return new PairedDifference(pairs, mean, Double.NaN, Double.NaN);
    }
    double quantile = new TDistribution(pairs - 1).inverseCumulativeProbability(UPPER_TAIL);
    double half = quantile * statistics.standardDeviation() / Math.sqrt(pairs);
    return new PairedDifference(pairs, mean, mean - half, mean + half);
  }

  /** Whether the interval lies wholly on one side of 0; never so without an interval. */
  public boolean exceedsNoise() {
    return low > NOTHING || high < -NOTHING;
  }

  /**
   * One sentence in percentage points, such as 'Channel attention minus none at 50 %: +1.2 points,
   * 95 % interval −0.4 to +2.8, 5 seeds: not more than seed noise.'
   *
   * @param what the subtraction, as the sentence's subject
   * @param holm the t-test's p as {@link Holm} corrects it
   * @param family comparisons that it was corrected for
   */
  public String sentence(String what, double holm, int family) {
    if (pairs == 0) {
      return what + ": no seed has both, so there is nothing to compare.";
    }
    if (pairs == 1) {
      return "%s: %s points for the one seed that has both: no interval, so no telling it from seed noise."
          .formatted(what, points(mean));
    }
    if (pairs <= FEW) {
      // Of a few hundred images two differences are easily the same, and their interval is a point.
      return "%s: %s points, %d seeds: too few to tell it from seed noise."
          .formatted(what, points(mean), pairs);
    }
    if (Math.max(Math.abs(low), Math.abs(high)) <= NOTHING) {
      return "%s: no difference in any of %d seeds.".formatted(what, pairs);
    }
    return "%s: %s points, 95 %% interval %s to %s, %d seeds: %s."
        .formatted(what, points(mean), points(low), points(high), pairs, verdict(holm, family));
  }

  private String verdict(double holm, int family) {
    if (!exceedsNoise()) {
      return "not more than seed noise";
    }
    return holm < ALPHA
        ? "more than seed noise"
        : "more than seed noise if asked alone, not among %d comparisons".formatted(family);
  }

  /** A difference in percentage points with its sign, such as +1.2; 0.0 has none. */
  public static String points(double fraction) {
    String digits = String.format(Locale.ROOT, "%.1f", Math.abs(100 * fraction));
    return digits.equals("0.0") ? digits : (fraction < 0 ? "−" : "+") + digits;
  }
}
