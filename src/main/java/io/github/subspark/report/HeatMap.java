/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.images.PngEncoder;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Arrays;

/**
 * |C| of one cell in one order of the images, gathered row by row: each pixel is the mean over a
 * square block of entries. The largest hundredth of the pixels is drawn alike, lest a few of them
 * leave the rest white.
 */
final class HeatMap {
  /** Pixels a side, at most: a picture then takes a few kB. */
  static final int SIDE = 144;

  private static final int LEVELS = 16;
  private static final double FULL = 0.99;

  private final ImageOrder order;
  private final int block;
  private final int[] pixels;
  private final double[][] sums;
  private double within;
  private double total;

  HeatMap(ImageOrder order) {
    this.order = order;
    int images = order.place().length;
    this.block = Math.max(1, (images + SIDE - 1) / SIDE);
    int side = (images + block - 1) / block;
    this.pixels = Arrays.stream(order.place()).map(place -> place / block).toArray();
    this.sums = new double[side][side];
  }

  /** Takes a row of C. */
  void add(int row, float[] values) {
    double[] sum = sums[pixels[row]];
    int[] groups = order.group();
    double all = 0;
    double own = 0;
    for (int column = 0; column < values.length; column++) {
      double value = Math.abs(values[column]);
      sum[pixels[column]] += value;
      all += value;
      own += groups[column] == groups[row] ? value : 0;
    }
    total += all;
    within += own;
  }

  /** What was gathered. */
  Figures.Heat heat() {
    return new Figures.Heat(
        order.name(),
        DataUrl.png(PngEncoder.png(picture())),
        block,
        order.place().length,
        order.borders(),
        total > 0 ? within / total : 0,
        chance());
  }

  private double chance() {
    int[] sizes = new int[Arrays.stream(order.group()).max().orElse(0) + 1];
    Arrays.stream(order.group()).forEach(group -> sizes[group]++);
    double images = order.place().length;
    return Arrays.stream(sizes).mapToDouble(size -> (size / images) * (size / images)).sum();
  }

  private BufferedImage picture() {
    int side = sums.length;
    double full = largest();
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY, greys());
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double share = full > 0 ? Math.min(1, mean(y, x) / full) : 0;
        picture.getRaster().setSample(x, y, 0, (int) Math.round(share * (LEVELS - 1)));
      }
    }
    return picture;
  }

  private double largest() {
    double[] means = new double[sums.length * sums.length];
    Arrays.setAll(means, i -> mean(i / sums.length, i % sums.length));
    Arrays.sort(means);
    return means[(int) (FULL * (means.length - 1))];
  }

  /** The last blocks of a row or column may be smaller. */
  private double mean(int y, int x) {
    return sums[y][x] / ((double) extent(y) * extent(x));
  }

  private int extent(int pixel) {
    return Math.min(block, order.place().length - pixel * block);
  }

  private static IndexColorModel greys() {
    byte[] shades = new byte[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      shades[i] = (byte) (255 - 255 * i / (LEVELS - 1));
    }
    return new IndexColorModel(4, LEVELS, shades, shades, shades);
  }
}
