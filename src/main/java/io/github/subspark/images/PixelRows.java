/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

/**
 * Turns rows of numbers into images: finds the shape, undoes the pixel order, and brings values of
 * 0 to 255 to 0 to 1. Which of the two ranges a file uses is decided by its largest value alone.
 */
final class PixelRows {

  /** Numbers of N images, each a row of the same length. */
  interface Values {
    /** N, the number of rows. */
    int count();

    /** Numbers of one row: h w, or 3 h w with the planes of red, green and blue in turn. */
    int length();

    /** One number as stored. */
    double value(int image, int index);
  }

  private final Origin origin;
  private final DataSpec.MatSpec layout;

  PixelRows(Origin origin, DataSpec.MatSpec layout) {
    this.origin = origin;
    this.layout = layout;
  }

  /**
   * Adds all rows as images named by their index.
   *
   * @throws io.github.subspark.InvalidInputException if a value is not finite, below 0 or above
   *     255, or if the rows have no image's length
   */
  void addTo(ImageCollector images, Values values) {
    if (values.count() == 0 || values.length() == 0) {
      throw origin.problem("holds no images", "Store N rows of pixels");
    }
    images.checkImages(values.count());
    int height = height(values.length());
    int width = width(values.length());
    int channels = values.length() / (height * width);
    double divisor = largest(values) > 1 ? 255 : 1;
    for (int image = 0; image < values.count(); image++) {
      float[] pixels = new float[values.length()];
      int at = 0;
      for (int c = 0; c < channels; c++) {
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            int stored =
                layout.pixelOrder() == DataSpec.PixelOrder.ROW ? y * width + x : x * height + y;
            pixels[at++] = (float) (values.value(image, c * height * width + stored) / divisor);
          }
        }
      }
      images.add(Integer.toString(image), new Raster(channels, height, width, pixels));
    }
  }

  private double largest(Values values) {
    double largest = 0;
    for (int image = 0; image < values.count(); image++) {
      for (int i = 0; i < values.length(); i++) {
        double value = values.value(image, i);
        if (!(value >= 0 && value <= 255)) {
          throw invalid(value, image, i);
        }
        largest = Math.max(largest, value);
      }
    }
    return largest;
  }

  private RuntimeException invalid(double value, int image, int index) {
    String what = "has the value %s in image %d, pixel %d".formatted(value, image, index);
    if (!Double.isFinite(value)) {
      return origin.problem(what, "Replace what is not a finite number");
    }
    return origin.problem(
        what, "Bring pixels to 0..1 or 0..255 first (16-bit values: divide by 257)");
  }

  private int height(int length) {
    return sized(length) ? layout.height() : side(length);
  }

  private int width(int length) {
    return sized(length) ? layout.width() : side(length);
  }

  private boolean sized(int length) {
    if (layout.height() == 0 && layout.width() == 0) {
      return false;
    }
    long area = (long) layout.height() * layout.width();
    if (area > 0 && (length == area || length == 3 * area)) {
      return true;
    }
    throw origin.problem(
        "has rows of %d pixels, not %d x %d nor 3 x %d x %d"
            .formatted(length, layout.height(), layout.width(), layout.height(), layout.width()),
        "Set data.mat.height and data.mat.width to the stored size, or both to 0 for square images");
  }

  private int side(int length) {
    int side = (int) Math.sqrt(length);
    if (side * side == length) {
      return side;
    }
    side = (int) Math.sqrt(length / 3.0);
    if (3 * side * side == length) {
      return side;
    }
    throw origin.problem(
        "has rows of %d pixels, which is no square image".formatted(length),
        "Set data.mat.height and data.mat.width to the stored size");
  }
}
