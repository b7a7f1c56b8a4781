/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import java.util.Arrays;
import java.util.List;

/**
 * Partitions weighed by their internal quality. The likeness q of a partition is that to what the
 * {@link EnsemblePartitions} of its own C agree on ({@link CoAssociation#likeness}); with Q, the
 * mean of q over those of one C, a partition weighs
 *
 * <pre>Q^16 q^4 / (sum of q^4 over the partitions of the same C).</pre>
 *
 * <p>A setting that suits the images gives partitions that others confirm, and a C that suits them
 * gives partitions that confirm each other. The first is told apart mildly, the second sharply:
 * this comes near to a choice between C and its closed form where one of them is clearly surer, and
 * averages both where they are alike.
 */
public final class WeightedMembers {
  private static final int AMONG_MEMBERS = 4;
  private static final int AMONG_COEFFICIENTS = 16;

  private WeightedMembers() {}

  /**
   * Adds the partitions of one cell, whose weights sum to 1.
   *
   * @param members those of each C, one C after another
   * @param n number of images
   * @param together takes them; one more N x N floats are held meanwhile
   */
  public static void add(List<int[]> members, int n, CoAssociation together) {
    int count = EnsemblePartitions.count();
    double[] weights = new double[members.size()];
    for (int first = 0; first < weights.length; first += count) {
      double[] own = weights(members.subList(first, first + count), n);
      System.arraycopy(own, 0, weights, first, count);
    }
    double sum = Arrays.stream(weights).sum();
    for (int k = 0; k < weights.length; k++) {
      together.add(members.get(k), (float) (sum > 0 ? weights[k] / sum : 1.0 / weights.length));
    }
  }

  /** Of the partitions of one C. */
  private static double[] weights(List<int[]> members, int n) {
    CoAssociation agreed = CoAssociation.of(members, n);
    double[] likeness = members.stream().mapToDouble(agreed::likeness).toArray();
    double[] weights = Arrays.stream(likeness).map(each -> Math.pow(each, AMONG_MEMBERS)).toArray();
    double sum = Arrays.stream(weights).sum();
    double mean = Arrays.stream(likeness).average().orElse(0);
    double whole = sum > 0 ? Math.pow(mean, AMONG_COEFFICIENTS) / sum : 0;
    return Arrays.stream(weights).map(weight -> whole * weight).toArray();
  }
}
