/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.io.Serializable;

/**
 * Pixels of N images and nothing else: what a training may see. Labels stay behind in {@link
 * ImageSet}, so that nothing before scoring can read them.
 *
 * @param count N, the number of images
 * @param channels 1 for grey, 3 for colour (red, green, blue)
 * @param height rows of an image
 * @param width columns of an image
 * @param pixels values in [0,1], ordered [image][channel][row][column]; never written to
 */
public record Images(int count, int channels, int height, int width, float[] pixels)
    implements Serializable {

  public Images {
    if ((long) count * channels * height * width != pixels.length) {
      throw new IllegalArgumentException(
          "Invalid pixels: %d values for %d x %d x %d x %d"
              .formatted(pixels.length, count, channels, height, width));
    }
  }

  /** Values of one image: channels x height x width. */
  public int size() {
    return channels * height * width;
  }
}
