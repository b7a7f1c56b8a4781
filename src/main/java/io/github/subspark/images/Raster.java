/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

/**
 * One image as it is stored, before scaling.
 *
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param height rows
 * @param width columns
 * @param pixels values in [0,1], ordered [channel][row][column]; never written to
 */
record Raster(int channels, int height, int width, float[] pixels) {

  /** Rec. ITU-R BT.601 luminance weights of red, green and blue. */
  private static final double[] LUMINANCE = {0.299, 0.587, 0.114};

  Raster {
    if (channels * height * width != pixels.length) {
      throw new IllegalArgumentException(
          "Invalid raster: %d values for %d x %d x %d"
              .formatted(pixels.length, channels, height, width));
    }
  }

  /**
   * This image in grey by luminance, or in colour with grey replicated; itself if it already is.
   */
  Raster in(DataSpec.Colour colour) {
    int wanted = colour == DataSpec.Colour.GREY ? 1 : 3;
    if (wanted == channels) {
      return this;
    }
    int area = height * width;
    float[] converted = new float[wanted * area];
    if (wanted == 3) {
      for (int c = 0; c < 3; c++) {
        System.arraycopy(pixels, 0, converted, c * area, area);
      }
    } else {
      for (int i = 0; i < area; i++) {
        converted[i] = luminance(pixels[i], pixels[area + i], pixels[2 * area + i]);
      }
    }
    return new Raster(wanted, height, width, converted);
  }

  /** Grey stored as three equal channels comes back bit for bit. */
  static float luminance(float red, float green, float blue) {
    if (red == green && green == blue) {
      return red;
    }
    return (float) (LUMINANCE[0] * red + LUMINANCE[1] * green + LUMINANCE[2] * blue);
  }
}
