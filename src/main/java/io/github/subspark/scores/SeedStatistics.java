/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.scores;

import java.util.Arrays;

/**
 * One figure over the seeds of a cell.
 *
 * @param seeds number of values
 * @param mean arithmetic mean; NaN without values
 * @param standardDeviation the sample's, with n - 1 in the denominator; NaN for fewer than two
 *     values, where nothing is known of the spread
 */
public record SeedStatistics(int seeds, double mean, double standardDeviation) {
  /** Statistics of the values of all seeds, in two passes. A NaN among them makes both NaN. */
  public static SeedStatistics of(double... values) {
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    double deviation = values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
    return new SeedStatistics(values.length, mean, deviation);
  }
}
