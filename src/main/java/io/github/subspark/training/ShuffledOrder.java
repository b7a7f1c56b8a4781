/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import java.util.SplittableRandom;

/** Orders of images, each drawn from a seed (Fisher and Yates). */
public final class ShuffledOrder {
  private ShuffledOrder() {}

  /** The numbers 0 to {@code count - 1} in an order where each is as likely as any other. */
  public static int[] of(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
