/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A dense affinity thinned to a graph: the edge between two images stays if it is among the largest
 * of either end's. So every image that has any edge keeps some, and the graph stays symmetric. Of
 * equal weights the smaller index is kept; the diagonal and zero weights are no edges.
 *
 * @param i smaller end of each edge; edges are sorted by i, then by j
 * @param j larger end of each edge
 * @param w weight of each edge, above 0
 */
public record SparseEdges(int[] i, int[] j, double[] w) {
  /**
   * Thins an affinity.
   *
   * @param affinity n x n, row-major, symmetric, entries at least 0
   * @param neighbours edges that one image may ask for, at least 1
   */
  public static SparseEdges of(double[] affinity, int n, int neighbours) {
    if (neighbours < 1 || affinity.length != (long) n * n) {
      throw new IllegalArgumentException(
          "Cannot keep %d edges an image of %d images and %d weights"
              .formatted(neighbours, n, affinity.length));
    }
    BitSet kept = new BitSet(n * n);
    for (int row = 0; row < n; row++) {
      keepLargest(affinity, n, row, neighbours, kept);
    }
    int[] edges = kept.stream().toArray();
    return new SparseEdges(
        Arrays.stream(edges).map(edge -> edge / n).toArray(),
        Arrays.stream(edges).map(edge -> edge % n).toArray(),
        Arrays.stream(edges).mapToDouble(edge -> affinity[edge]).toArray());
  }

  /** Number of edges. */
  public int count() {
    return w.length;
  }

  private static void keepLargest(double[] affinity, int n, int row, int neighbours, BitSet kept) {
    double[] weights = Arrays.copyOfRange(affinity, row * n, (row + 1) * n);
    weights[row] = 0;
    double[] sorted = weights.clone();
    Arrays.sort(sorted);
    double least = sorted[Math.max(0, n - neighbours)];
    int above = 0;
    for (double weight : weights) {
      above += weight > least ? 1 : 0;
    }
    int equal = Math.min(neighbours, n) - above;
    for (int column = 0; column < n; column++) {
      double weight = weights[column];
      if (weight > 0 && (weight > least || (weight == least && equal-- > 0))) {
        kept.set(Math.min(row, column) * n + Math.max(row, column));
      }
    }
  }
}
