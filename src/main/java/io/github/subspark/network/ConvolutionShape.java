/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

/**
 * Shapes of one convolution with stride 2: a fine grid (the image's side) and a coarse grid with
 * half its rows and columns (the latent's side). A convolution goes from fine to coarse, a
 * transposed one from coarse to fine; both have weights [coarse channel][fine
 * channel][row][column], and neither flips its kernel: coarse (i, j) sees padded fine (2i + row, 2j
 * + column).
 *
 * <p>Padding is TensorFlow's SAME for even sizes: kernel - 2 zero rows in all, half of them
 * (rounded down) above and the rest below; columns likewise.
 *
 * @param fineChannels channels of the fine grid
 * @param height rows of the fine grid, even
 * @param width columns of the fine grid, even
 * @param coarseChannels channels of the coarse grid
 * @param kernel rows and columns of the kernel
 */
record ConvolutionShape(int fineChannels, int height, int width, int coarseChannels, int kernel) {

  /** Values of one image on the fine grid. */
  int fineSize() {
    return fineChannels * height * width;
  }

  /** Values of one image on the coarse grid. */
  int coarseSize() {
    return coarseChannels * coarseHeight() * coarseWidth();
  }

  int coarseHeight() {
    return height / 2;
  }

  int coarseWidth() {
    return width / 2;
  }

  /** Zero rows above the fine grid, and zero columns to its left. */
  int before() {
    return (kernel - 2) / 2;
  }

  /** Weights that meet at one coarse value of one channel: fine channels x kernel x kernel. */
  int taps() {
    return fineChannels * kernel * kernel;
  }

  /** Shape of the weights. */
  long[] weightShape() {
    return new long[] {coarseChannels, fineChannels, kernel, kernel};
  }
}
