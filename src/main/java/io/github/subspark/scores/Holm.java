/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.scores;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's step-down correction (1979): p-values of a family of tests such that rejecting those below
 * a level keeps the chance of any false rejection in the family below it.
 */
public final class Holm {
  private Holm() {}

  /**
   * The corrected p-values in the order of the given ones: the i-th smallest of m times m - i, from
   * 0, at least its smaller neighbour's and at most 1. A NaN is a test that was not made: it stays
   * and does not count.
   */
  public static double[] corrected(double... values) {
    double[] corrected = values.clone();
    List<Integer> order =
        IntStream.range(0, values.length)
            .filter(i -> !Double.isNaN(values[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .toList();
    double least = 0;
    for (int rank = 0; rank < order.size(); rank++) {
      int i = order.get(rank);
      least = Math.max(least, Math.min(1, values[i] * (order.size() - rank)));
      corrected[i] = least;
    }
    return corrected;
  }
}
