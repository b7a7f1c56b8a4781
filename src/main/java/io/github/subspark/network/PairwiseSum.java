/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

/**
 * Sums by adding one half of the values to the other until one is left, which is more exact than a
 * sum in order.
 */
final class PairwiseSum {
  private PairwiseSum() {}

  /** The sum of the first values, which are overwritten. */
  static float of(float[] values, int length) {
    int left = length;
    while (left > 1) {
      int upper = (left + 1) / 2;
      add(values, upper, left - upper);
      left = upper;
    }
    return values[0];
  }

  private static void add(float[] values, int from, int length) {
    for (int i = 0; i < length; i++) {
      values[i] += values[from + i];
    }
  }
}
