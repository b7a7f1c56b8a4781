/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

/**
 * Pixels of all encoded images of a set: 256 for each stored byte, or 2^30 if that is more. A photo
 * has fewer than 100; files of a few kilobytes that claim megapixels each would keep the driver
 * decoding for hours.
 */
final class DecodedPixels {
  private static final long RATIO = 256;
  private static final long ALWAYS = 1L << 30;

  private long pixels;
  private long stored;

  /**
   * Counts an image that is about to be decoded.
   *
   * @param bytes its stored size
   * @throws io.github.subspark.InvalidInputException if it is one too many
   */
  void add(Origin image, long more, long bytes) {
    pixels += more;
    stored += bytes;
    if (pixels > Math.max(ALWAYS, RATIO * stored)) {
      throw image.problem(
          "and the images before it have %d megapixels in %d KiB"
              .formatted(pixels / 1_000_000, stored >> 10),
          "Scale the images down if that is what they are");
    }
  }
}
