/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Arrays;

/**
 * A fine grid split by the parity of its padded rows and columns, which turns a convolution with
 * stride 2 into shifts: the fine values that one tap (row, column) of the kernel meets, over all
 * coarse positions, are one contiguous run of one plane.
 *
 * <p>A channel has four planes, (row parity, column parity) in row-major order, with {@link
 * #rowLength} values a row. A run takes {@link #run} values: coarse rows of {@link #rowLength}
 * values, of which the first coarse-width ones count and the rest are a neighbour's. So coarse
 * values in 'run form' have rows of that length too, with zeros in the rest.
 */
final class ParityPlanes {
  final ConvolutionShape shape;

  /** Values of a row of a plane and of a row in run form. */
  final int rowLength;

  /** Values of one coarse channel in run form. */
  final int run;

  /** Values of all planes of one image. */
  final int size;

  private final int planeSize;
  private final int[] tapOffsets;

  ParityPlanes(ConvolutionShape shape) {
    this.shape = shape;
    int reach = (shape.kernel() - 1) >> 1;
    rowLength = shape.coarseWidth() + reach;
    run = shape.coarseHeight() * rowLength;
    // The last row's run ends up to 'reach' values behind the plane.
    planeSize = (shape.coarseHeight() + reach) * rowLength + reach;
    size = 4 * planeSize * shape.fineChannels();
    tapOffsets = new int[shape.taps()];
    int tap = 0;
    for (int channel = 0; channel < shape.fineChannels(); channel++) {
      for (int row = 0; row < shape.kernel(); row++) {
        for (int column = 0; column < shape.kernel(); column++) {
          int plane = 4 * channel + 2 * (row & 1) + (column & 1);
          tapOffsets[tap++] = plane * planeSize + (row >> 1) * rowLength + (column >> 1);
        }
      }
    }
  }

  /** Where in an image's planes the run of a tap begins; taps in the order of the weights. */
  int tapOffset(int tap) {
    return tapOffsets[tap];
  }

  /**
   * Writes one image's fine values into its planes. What the planes hold as padding is left alone:
   * zeros, if the array was new.
   */
  void split(float[] fine, int from, float[] planes, int to) {
    int half = shape.width() / 2;
    int source = from;
    for (int channel = 0; channel < shape.fineChannels(); channel++) {
      for (int row = 0; row < shape.height(); row++) {
        int even = to + rowStart(channel, row, 0);
        int odd = to + rowStart(channel, row, 1);
        for (int i = 0; i < half; i++) {
          planes[even + i] = fine[source + 2 * i];
          planes[odd + i] = fine[source + 2 * i + 1];
        }
        source += shape.width();
      }
    }
  }

  /** The inverse of {@link #split}; padding is dropped. */
  void merge(float[] planes, int from, float[] fine, int to) {
    int half = shape.width() / 2;
    int target = to;
    for (int channel = 0; channel < shape.fineChannels(); channel++) {
      for (int row = 0; row < shape.height(); row++) {
        int even = from + rowStart(channel, row, 0);
        int odd = from + rowStart(channel, row, 1);
        for (int i = 0; i < half; i++) {
          fine[target + 2 * i] = planes[even + i];
          fine[target + 2 * i + 1] = planes[odd + i];
        }
        target += shape.width();
      }
    }
  }

  /** Start of the image row's values at even (0) or odd (1) columns in an image's planes. */
  private int rowStart(int channel, int row, int columnParity) {
    int paddedRow = row + shape.before();
    int paddedColumn = columnParity + shape.before();
    int plane = 4 * channel + 2 * (paddedRow & 1) + (paddedColumn & 1);
    return plane * planeSize + (paddedRow >> 1) * rowLength + (paddedColumn >> 1);
  }

  /** Coarse rows of one channel into run form, zeros in the rest of each row. */
  void toRun(float[] coarse, int from, float[] runs, int to) {
    int width = shape.coarseWidth();
    for (int row = 0; row < shape.coarseHeight(); row++) {
      int target = to + row * rowLength;
      System.arraycopy(coarse, from + row * width, runs, target, width);
      Arrays.fill(runs, target + width, target + rowLength, 0f);
    }
  }

  /** The inverse of {@link #toRun}. */
  void fromRun(float[] runs, int from, float[] coarse, int to) {
    int width = shape.coarseWidth();
    for (int row = 0; row < shape.coarseHeight(); row++) {
      System.arraycopy(runs, from + row * rowLength, coarse, to + row * width, width);
    }
  }
}
