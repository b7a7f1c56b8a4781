/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

/**
 * Scales images to one size, each axis by itself: area average where it shrinks (every stored pixel
 * counts by the area it covers, so nothing aliases), bilinear with clamped edges where it grows.
 * Equal sizes leave the pixels untouched.
 */
final class Scaling {
  private final int height;
  private final int width;

  Scaling(int height, int width) {
    this.height = height;
    this.width = width;
  }

  /** The image with {@code height} rows and {@code width} columns, values in [0,1]. */
  Raster apply(Raster image) {
    if (image.height() == height && image.width() == width) {
      return image;
    }
    double[][] rows = weights(image.height(), height);
    int[] rowStarts = starts(image.height(), height);
    double[][] columns = weights(image.width(), width);
    int[] columnStarts = starts(image.width(), width);
    float[] scaled = new float[image.channels() * height * width];
    double[] row = new double[image.width()];
    int at = 0;
    for (int c = 0; c < image.channels(); c++) {
      int plane = c * image.height() * image.width();
      for (int y = 0; y < height; y++) {
        blendRows(image, plane + rowStarts[y] * image.width(), rows[y], row);
        for (int x = 0; x < width; x++) {
          scaled[at++] = (float) Math.min(1, Math.max(0, dot(row, columnStarts[x], columns[x])));
        }
      }
    }
    return new Raster(image.channels(), height, width, scaled);
  }

  private static void blendRows(Raster image, int start, double[] weights, double[] row) {
    for (int x = 0; x < row.length; x++) {
      double sum = 0;
      for (int k = 0; k < weights.length; k++) {
        sum += weights[k] * image.pixels()[start + k * image.width() + x];
      }
      row[x] = sum;
    }
  }

  private static double dot(double[] row, int start, double[] weights) {
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      sum += weights[k] * row[start + k];
    }
    return sum;
  }

  /** First stored pixel that each target pixel sees along an axis. */
  private static int[] starts(int from, int to) {
    int[] starts = new int[to];
    for (int i = 0; i < to; i++) {
      starts[i] =
          to <= from
              ? (int) ((long) i * from / to)
              : Math.min(from - 1, Math.max(0, (int) Math.floor(centre(i, from, to))));
    }
    return starts;
  }

  /** Weights of the stored pixels that each target pixel sees along an axis; they sum to 1. */
  private static double[][] weights(int from, int to) {
    double[][] weights = new double[to][];
    int[] starts = starts(from, to);
    for (int i = 0; i < to; i++) {
      weights[i] = to <= from ? areas(i, from, to) : line(starts[i], centre(i, from, to), from);
    }
    return weights;
  }

  /** Target pixel i covers [i from/to, (i+1) from/to) of the stored axis: integers, times to. */
  private static double[] areas(int i, int from, int to) {
    long begin = (long) i * from;
    long end = begin + from;
    int first = (int) (begin / to);
    int last = (int) ((end + to - 1) / to);
    double[] areas = new double[last - first];
    for (int k = first; k < last; k++) {
      long overlap = Math.min(end, (k + 1L) * to) - Math.max(begin, (long) k * to);
      areas[k - first] = (double) overlap / from;
    }
    return areas;
  }

  private static double[] line(int start, double centre, int from) {
    double share = centre - start;
    return share <= 0 || start + 1 >= from ? new double[] {1} : new double[] {1 - share, share};
  }

  /** Centre of target pixel i in stored pixels, whose own centres are whole numbers. */
  private static double centre(int i, int from, int to) {
    return (i + 0.5) * from / to - 0.5;
  }
}
