/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import io.github.subspark.linalg.DoubleMatrix;
import io.github.subspark.linalg.Form;
import java.util.Arrays;
import java.util.Random;

/**
 * Lloyd's k-means from greedy k-means++ starts (Arthur and Vassilvitskii 2007, section 2.2 and the
 * remark on several candidates in their conclusion), the best of several restarts.
 *
 * <p>Each further centre is the best of 2 + floor(ln K) candidates drawn with probability
 * proportional to the squared distance. A run ends when no image changes its cluster, after {@value
 * #STEPS} steps at the latest. An empty cluster takes the image farthest from its own centre, so
 * that all K clusters have images in the end. Squared distances come from one gemm a step.
 */
public final class KMeans implements AutoCloseable {
  private static final int STEPS = 100;

  /**
   * Products lose the distance of points that are nearer than this share of their squared norms: it
   * is summed up from their differences then.
   */
  private static final double CANCELLED = 1e-6;

  private final double[] points;
  private final int n;
  private final int dimension;
  private final int clusters;
  private final double[] norms;
  private final DoubleMatrix matrix;

  /**
   * Clusters of one run.
   *
   * @param clusters cluster of each image
   * @param inertia sum of squared distances to the clusters' centres
   */
  public record Run(int[] clusters, double inertia) {}

  /**
   * Holds images for any number of runs.
   *
   * @param points n x dimension, row-major
   * @param clusters K, at most n
   */
  public KMeans(double[] points, int n, int dimension, int clusters) {
    this.points = points;
    this.n = n;
    this.dimension = dimension;
    this.clusters = clusters;
    this.norms = squaredNorms(points, dimension);
    this.matrix = DoubleMatrix.of(points, n, dimension);
  }

  /** The run of least inertia; of equal ones the first. */
  public Run best(int restarts, long seed) {
    Random random = new Random(seed);
    Run best = run(random);
    for (int restart = 1; restart < restarts; restart++) {
      Run run = run(random);
      if (run.inertia() < best.inertia()) {
        best = run;
      }
    }
    return best;
  }

  private Run run(Random random) {
    double[] centres = gather(seeds(random));
    int[] assigned = new int[0];
    double[] distances = new double[n];
    try (DoubleMatrix right = DoubleMatrix.allocate(clusters, dimension);
        DoubleMatrix products = DoubleMatrix.allocate(n, clusters)) {
      double[] dots = new double[n * clusters];
      for (int step = 0; step < STEPS; step++) {
        right.set(centres);
        DoubleMatrix.multiply(matrix, Form.PLAIN, right, Form.TRANSPOSED, products);
        products.read(dots);
        int[] next = nearest(dots, squaredNorms(centres, dimension), distances);
        fillEmpty(next, distances);
        if (Arrays.equals(next, assigned)) {
          break;
        }
        assigned = next;
        centres = means(assigned);
      }
    }
    return new Run(assigned, inertia(assigned, centres));
  }

  /** Images that start as centres. */
  private int[] seeds(Random random) {
    int[] seeds = new int[clusters];
    seeds[0] = random.nextInt(n);
    double[] closest = new double[n];
    Arrays.fill(closest, Double.POSITIVE_INFINITY);
    closest = closer(closest, new int[] {seeds[0]})[0];
    int candidates = 2 + (int) Math.log(clusters);
    for (int k = 1; k < clusters; k++) {
      double lowest = Double.POSITIVE_INFINITY;
      double[] kept = closest;
      int[] drawn = draw(closest, candidates, random);
      double[][] with = closer(closest, drawn);
      for (int candidate = 0; candidate < candidates; candidate++) {
        double potential = Arrays.stream(with[candidate]).sum();
        if (potential < lowest) {
          lowest = potential;
          seeds[k] = drawn[candidate];
          kept = with[candidate];
        }
      }
      closest = kept;
    }
    return seeds;
  }

  /** Draws images in proportion to their weights, or evenly where all weights are zero. */
  private int[] draw(double[] weights, int count, Random random) {
    double[] cumulated = new double[n];
    double total = 0;
    for (int i = 0; i < n; i++) {
      total += weights[i];
      cumulated[i] = total;
    }
    int[] drawn = new int[count];
    for (int k = 0; k < count; k++) {
      int place = Arrays.binarySearch(cumulated, random.nextDouble() * total);
      drawn[k] =
          total > 0 ? Math.min(place < 0 ? -place - 1 : place + 1, n - 1) : random.nextInt(n);
    }
    return drawn;
  }

  /** For each of some images, squared distances to the nearest centre once it is one of them. */
  private double[][] closer(double[] closest, int[] images) {
    double[] dots = new double[images.length * n];
    try (DoubleMatrix left = DoubleMatrix.of(gather(images), images.length, dimension);
        DoubleMatrix products = DoubleMatrix.allocate(images.length, n)) {
      DoubleMatrix.multiply(left, Form.PLAIN, matrix, Form.TRANSPOSED, products);
      products.read(dots);
    }
    double[][] closer = new double[images.length][n];
    for (int k = 0; k < images.length; k++) {
      double own = norms[images[k]];
      for (int i = 0; i < n; i++) {
        double squares = own + norms[i];
        double distance = squares - 2 * dots[k * n + i];
        if (distance < CANCELLED * squares) {
          distance = squaredDistance(points, i, points, images[k]);
        }
        closer[k][i] = Math.min(closest[i], distance);
      }
    }
    return closer;
  }

  private int[] nearest(double[] dots, double[] centreNorms, double[] distances) {
    int[] nearest = new int[n];
    for (int i = 0; i < n; i++) {
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < clusters; k++) {
        double distance = centreNorms[k] - 2 * dots[i * clusters + k];
        if (distance < least) {
          least = distance;
          nearest[i] = k;
        }
      }
      distances[i] = Math.max(0, least + norms[i]);
    }
    return nearest;
  }

  private void fillEmpty(int[] assigned, double[] distances) {
    int[] sizes = new int[clusters];
    for (int cluster : assigned) {
      sizes[cluster]++;
    }
    for (int k = 0; k < clusters; k++) {
      if (sizes[k] == 0) {
        int farthest = farthest(assigned, distances, sizes);
        sizes[assigned[farthest]]--;
        sizes[k] = 1;
        assigned[farthest] = k;
        distances[farthest] = 0;
      }
    }
  }

  private int farthest(int[] assigned, double[] distances, int[] sizes) {
    int farthest = -1;
    for (int i = 0; i < n; i++) {
      if (sizes[assigned[i]] > 1 && (farthest < 0 || distances[i] > distances[farthest])) {
        farthest = i;
      }
    }
    return farthest;
  }

  private double[] means(int[] assigned) {
    double[] means = new double[clusters * dimension];
    int[] sizes = new int[clusters];
    for (int i = 0; i < n; i++) {
      sizes[assigned[i]]++;
      int centre = assigned[i] * dimension;
      int point = i * dimension;
      for (int d = 0; d < dimension; d++) {
        means[centre + d] += points[point + d];
      }
    }
    for (int k = 0; k < means.length; k++) {
      means[k] /= sizes[k / dimension];
    }
    return means;
  }

  /** Summed from differences, not from products: restarts are compared by it. */
  private double inertia(int[] assigned, double[] centres) {
    double inertia = 0;
    for (int i = 0; i < n; i++) {
      inertia += squaredDistance(points, i, centres, assigned[i]);
    }
    return inertia;
  }

  private double squaredDistance(double[] a, int i, double[] b, int j) {
    double sum = 0;
    for (int d = 0; d < dimension; d++) {
      double difference = a[i * dimension + d] - b[j * dimension + d];
      sum += difference * difference;
    }
    return sum;
  }

  private double[] gather(int[] images) {
    double[] gathered = new double[images.length * dimension];
    for (int k = 0; k < images.length; k++) {
      System.arraycopy(points, images[k] * dimension, gathered, k * dimension, dimension);
    }
    return gathered;
  }

  private static double[] squaredNorms(double[] rows, int dimension) {
    double[] norms = new double[rows.length / dimension];
    for (int i = 0; i < norms.length; i++) {
      for (int d = 0; d < dimension; d++) {
        norms[i] += rows[i * dimension + d] * rows[i * dimension + d];
      }
    }
    return norms;
  }

  @Override
  public void close() {
    matrix.close();
  }
}
