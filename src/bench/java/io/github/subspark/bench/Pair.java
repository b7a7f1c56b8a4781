/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import java.util.Arrays;
import java.util.function.DoubleSupplier;

/**
 * Two measurements in milliseconds, medians over rounds in which both were taken in turn.
 *
 * @param ours subspark's
 * @param peer what it is held against
 */
record Pair(double ours, double peer) {
  /** Takes both in turn, the peer first in every other round. */
  static Pair inTurn(int rounds, DoubleSupplier ours, DoubleSupplier peer) {
    double[] own = new double[rounds];
    double[] other = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      if (round % 2 == 0) {
        own[round] = ours.getAsDouble();
        other[round] = peer.getAsDouble();
      } else {
        other[round] = peer.getAsDouble();
        own[round] = ours.getAsDouble();
      }
    }
    return new Pair(median(own), median(other));
  }

  /** The middle one; the lower of two. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(sorted.length - 1) / 2];
  }
}
