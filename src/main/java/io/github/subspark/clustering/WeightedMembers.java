/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import java.util.List;

/**
 * Partitions weighed by their internal quality: each by its {@link CoAssociation#likeness} to what
 * the {@link EnsemblePartitions} of its own C agree on, to the power {@value #POWER}. A setting
 * that suits the images gives partitions that others confirm, and a C that suits them gives 80 that
 * confirm each other: so this chooses between C and its closed form as well.
 */
public final class WeightedMembers {
  private static final int POWER = 8;

  private WeightedMembers() {}

  /**
   * Adds the partitions of one cell, whose weights sum to 1.
   *
   * @param members those of each C, one C after another
   * @param n number of images
   * @param together takes them; one more N x N floats are held meanwhile
   */
  public static void add(List<int[]> members, int n, CoAssociation together) {
    double[] weights = new double[members.size()];
    double sum = 0;
    for (int first = 0; first < weights.length; first += EnsemblePartitions.count()) {
      List<int[]> own = members.subList(first, first + EnsemblePartitions.count());
      CoAssociation agreed = CoAssociation.of(own, n);
      for (int k = 0; k < own.size(); k++) {
        weights[first + k] = Math.pow(agreed.likeness(own.get(k)), POWER);
        sum += weights[first + k];
      }
    }
    for (int k = 0; k < weights.length; k++) {
      together.add(members.get(k), (float) (sum > 0 ? weights[k] / sum : 1.0 / weights.length));
    }
  }
}
