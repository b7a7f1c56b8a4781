/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

/** One image in letters, for a terminal: darker letters where the image is brighter. */
public final class AsciiPreview {
  private static final String RAMP = " .:-=+*#%@";

  private final int columns;

  /** Previews that are {@code columns} letters wide. */
  public AsciiPreview(int columns) {
    this.columns = columns;
  }

  /** Lines of text, each ended by a line feed; letters are taken as twice as high as wide. */
  public String of(Images images, int index) {
    int area = images.size();
    float[] pixels = new float[area];
    System.arraycopy(images.pixels(), index * area, pixels, 0, area);
    Raster image = new Raster(images.channels(), images.height(), images.width(), pixels);
    int rows = Math.max(1, Math.round(columns * images.height() / (2f * images.width())));
    Raster small = new Scaling(rows, columns).apply(image.in(DataSpec.Colour.GREY));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < small.pixels().length; i++) {
      text.append(RAMP.charAt(Math.min(RAMP.length() - 1, (int) (small.pixels()[i] * 10))));
      if (i % columns == columns - 1) {
        text.append('\n');
      }
    }
    return text.toString();
  }
}
