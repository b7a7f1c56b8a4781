/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import io.github.subspark.linalg.DoubleMatrix;
import io.github.subspark.linalg.Form;
import io.github.subspark.linalg.NoConvergenceException;
import io.github.subspark.linalg.Svd;
import java.util.Arrays;
import java.util.Random;

/**
 * Yu and Shi, 'Multiclass spectral clustering', ICCV 2003: the rotation of the eigenvectors that
 * brings the images nearest to the coordinate axes, found by turns with the assignment of images to
 * axes. It is what DSC-Net's code calls by scikit-learn's name 'discretize'.
 *
 * <p>The rotation starts from one image drawn by the seed and K - 1 more, each as orthogonal as
 * possible to those before. Should the singular value decomposition not converge, another start is
 * drawn, {@value #STARTS} times at most. A cluster may end up without images.
 */
final class Discretization {
  private static final int STARTS = 30;
  private static final int STEPS = 20;

  private final double[] rows;
  private final int n;
  private final int clusters;

  Discretization(SpectralEmbedding embedding) {
    this.n = embedding.n();
    this.clusters = embedding.clusters();
    this.rows = embedding.unitRows();
  }

  /** Cluster of each image. */
  int[] cluster(long seed) {
    Random random = new Random(seed);
    try (DoubleMatrix points = DoubleMatrix.of(rows, n, clusters)) {
      for (int start = 1; ; start++) {
        try {
          return rotate(points, initialRotation(random));
        } catch (NoConvergenceException e) {
          if (start == STARTS) {
            throw e;
          }
        }
      }
    }
  }

  /** Alternates assignment and rotation until the normalised cut settles (steps 5 to 8). */
  private int[] rotate(DoubleMatrix points, double[] initial) {
    double[] rotation = initial;
    double last = 0;
    double[] scores = new double[n * clusters];
    try (DoubleMatrix right = DoubleMatrix.allocate(clusters, clusters);
        DoubleMatrix rotated = DoubleMatrix.allocate(n, clusters)) {
      for (int step = 1; ; step++) {
        right.set(rotation);
        DoubleMatrix.multiply(points, Form.PLAIN, right, Form.PLAIN, rotated);
        rotated.read(scores);
        int[] assigned = largestColumns(scores);
        Svd svd = Svd.of(sums(assigned), clusters);
        double cut = 2 * (n - Arrays.stream(svd.singularValues()).sum());
        if (Math.abs(cut - last) < Math.ulp(1.0) || step > STEPS) {
          return assigned;
        }
        last = cut;
        rotation = product(svd);
      }
    }
  }

  /** V U^T, K x K, row-major, of the decomposition U diag(s) V^T. */
  private double[] product(Svd svd) {
    double[] product = new double[clusters * clusters];
    for (int i = 0; i < clusters; i++) {
      for (int j = 0; j < clusters; j++) {
        for (int k = 0; k < clusters; k++) {
          product[i * clusters + j] += svd.vt()[k * clusters + i] * svd.u()[j * clusters + k];
        }
      }
    }
    return product;
  }

  /** Row k holds the sum of the points assigned to cluster k. */
  private double[] sums(int[] assigned) {
    double[] sums = new double[clusters * clusters];
    for (int i = 0; i < n; i++) {
      for (int d = 0; d < clusters; d++) {
        sums[assigned[i] * clusters + d] += rows[i * clusters + d];
      }
    }
    return sums;
  }

  private int[] largestColumns(double[] scores) {
    int[] columns = new int[n];
    for (int i = 0; i < n; i++) {
      for (int k = 1; k < clusters; k++) {
        if (scores[i * clusters + k] > scores[i * clusters + columns[i]]) {
          columns[i] = k;
        }
      }
    }
    return columns;
  }

  /** K x K, row-major; each column is one image's unit row. */
  private double[] initialRotation(Random random) {
    double[] rotation = new double[clusters * clusters];
    double[] overlap = new double[n];
    int image = random.nextInt(n);
    for (int k = 0; k < clusters; k++) {
      for (int d = 0; d < clusters; d++) {
        rotation[d * clusters + k] = rows[image * clusters + d];
      }
      image = addOverlap(overlap, image);
    }
    return rotation;
  }

  /** Adds each image's overlap with the one chosen and finds the image of least overlap. */
  private int addOverlap(double[] overlap, int chosen) {
    int least = chosen;
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      double dot = 0;
      double squares = 0;
      for (int d = 0; d < clusters; d++) {
        dot += rows[i * clusters + d] * rows[chosen * clusters + d];
        squares += rows[i * clusters + d] * rows[i * clusters + d];
      }
      overlap[i] += Math.abs(dot);
      // An isolated image's row is zero, orthogonal to all and of no use as an axis.
      if (squares > 0 && overlap[i] < smallest) {
        smallest = overlap[i];
        least = i;
      }
    }
    return least;
  }
}
