/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.affinity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sparsified C: of each column the entries of largest magnitude, signs kept.
 *
 * @param name q6, q9, q12 or share
 * @param rows of each column, the rows kept, largest magnitude first
 * @param c the coefficients, n x n, row-major
 * @param n number of images
 */
record Support(String name, int[][] rows, float[] c, int n) {
  /** How many entries of a column are kept, the diagonal not among them. */
  private static final int[] COUNTS = {6, 9, 12};

  /** Or which share of a column's sum of abs(c) they carry, the diagonal among them. */
  private static final double SHARE = .04;

  /** The four sparsifications of C, from one sort of each column. */
  static List<Support> of(float[] c, int n) {
    int[][] shares = new int[n][];
    int[][] longest = new int[n][];
    float[] column = new float[n];
    long[] order = new long[n];
    int most = COUNTS[COUNTS.length - 1];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        column[i] = c[i * n + j];
      }
      Magnitudes.sort(column, order);
      int kept = Magnitudes.carrying(column, order, SHARE);
      shares[j] = Magnitudes.largest(order, kept);
      int self = j;
      longest[j] =
          Arrays.stream(Magnitudes.largest(order, Math.min(most + 1, n)))
              .filter(i -> i != self)
              .limit(most)
              .toArray();
    }
    List<Support> supports = new ArrayList<>();
    for (int count : COUNTS) {
      int[][] rows =
          Arrays.stream(longest)
              .map(all -> Arrays.copyOf(all, Math.min(count, all.length)))
              .toArray(int[][]::new);
      supports.add(new Support("q" + count, rows, c, n));
    }
    supports.add(new Support("share", shares, c, n));
    return supports;
  }

  /** (B + B^T) / 2 + I, n x n, into {@code m}. */
  void unit(float[] m) {
    Arrays.fill(m, 0);
    for (int j = 0; j < n; j++) {
      for (int i : rows[j]) {
        float half = c[i * n + j] / 2;
        m[i * n + j] += half;
        m[j * n + i] += half;
      }
    }
    addIdentity(m);
  }

  /** I + D^-1/2 W D^-1/2 with W = (abs(B) + abs(B^T)) / 2 without diagonal, into {@code m}. */
  void normalized(float[] m) {
    Arrays.fill(m, 0);
    double[] degrees = new double[n];
    for (int j = 0; j < n; j++) {
      for (int i : rows[j]) {
        if (i != j) {
          double half = Math.abs(c[i * n + j]) / 2.0;
          degrees[i] += half;
          degrees[j] += half;
        }
      }
    }
    for (int j = 0; j < n; j++) {
      for (int i : rows[j]) {
        if (i != j && c[i * n + j] != 0) {
          float weight =
              (float) (Math.abs(c[i * n + j]) / 2.0 / Math.sqrt(degrees[i] * degrees[j]));
          m[i * n + j] += weight;
          m[j * n + i] += weight;
        }
      }
    }
    addIdentity(m);
  }

  private void addIdentity(float[] m) {
    for (int i = 0; i < n; i++) {
      m[i * n + i] += 1;
    }
  }
}
