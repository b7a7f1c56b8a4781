/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import java.util.Random;
import java.util.stream.IntStream;

/** Affinities with known clusters. */
final class Blocks {
  private Blocks() {}

  /**
   * Random weights from .2 to 1 within blocks, the given weight between them; images of a block are
   * strewn over the index by a permutation that the seed draws.
   */
  static double[] affinity(int[] blockOfImage, double between, long seed) {
    int n = blockOfImage.length;
    Random random = new Random(seed);
    double[] affinity = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double weight =
            blockOfImage[i] == blockOfImage[j] ? .2 + .8 * random.nextDouble() : between;
        affinity[i * n + j] = weight;
        affinity[j * n + i] = weight;
      }
    }
    return affinity;
  }

  /** Blocks of unequal sizes: block b has {@code smallest + b} images. */
  static int[] strewn(int blocks, int smallest, long seed) {
    int[] ordered =
        IntStream.range(0, blocks)
            .flatMap(b -> IntStream.generate(() -> b).limit(smallest + b))
            .toArray();
    int[] order = permutation(ordered.length, seed);
    return IntStream.of(order).map(i -> ordered[i]).toArray();
  }

  static int[] permutation(int n, long seed) {
    double[] keys = new Random(seed).doubles(n).toArray();
    return IntStream.range(0, n)
        .map(i -> (int) IntStream.range(0, n).filter(j -> keys[j] < keys[i]).count())
        .toArray();
  }

  /** Clusters renamed in order of their first image, so that equal partitions are equal arrays. */
  static int[] canonical(int[] clusters) {
    int[] names = new int[clusters.length + 1];
    int next = 0;
    int[] canonical = new int[clusters.length];
    for (int i = 0; i < clusters.length; i++) {
      if (names[clusters[i]] == 0) {
        names[clusters[i]] = ++next;
      }
      canonical[i] = names[clusters[i]] - 1;
    }
    return canonical;
  }
}
