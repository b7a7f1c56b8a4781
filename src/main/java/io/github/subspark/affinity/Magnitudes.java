/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.affinity;

import java.util.Arrays;

/** A column of C, sorted by magnitude. */
final class Magnitudes {
  private Magnitudes() {}

  /**
   * Sorts ascending. The keys hold the bits of abs(c), which order like the numbers, above the
   * complement of the index, so that of equal entries the first comes out larger.
   *
   * @param order takes the keys
   */
  static void sort(float[] column, long[] order) {
    for (int i = 0; i < column.length; i++) {
      order[i] = (long) Float.floatToIntBits(Math.abs(column[i])) << 32 | (~i & 0xffffffffL);
    }
    Arrays.sort(order);
  }

  /** Index of the entry that a key belongs to. */
  static int index(long key) {
    return ~(int) key;
  }

  /** Indices of the largest entries, the largest first. */
  static int[] largest(long[] order, int count) {
    int[] indices = new int[count];
    for (int k = 0; k < count; k++) {
      indices[k] = index(order[order.length - 1 - k]);
    }
    return indices;
  }

  /**
   * How many of the largest entries it takes, up to and including the one that carries their sum
   * past a share of the column's.
   */
  static int carrying(float[] column, long[] order, double share) {
    double sum = 0;
    for (float entry : column) {
      sum += Math.abs(entry);
    }
    double carried = 0;
    int kept = 0;
    while (kept < column.length && carried <= share * sum) {
      kept++;
      carried += Math.abs(column[index(order[column.length - kept])]);
    }
    return kept;
  }
}
