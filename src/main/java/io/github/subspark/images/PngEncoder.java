/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes PNG images of 8 bits a channel in memory, without ImageIO's temporary files. */
public final class PngEncoder {

  private PngEncoder() {}

  /** One image as PNG: reading it back gives the same pixels to 1/510. */
  public static byte[] png(Images images, int index) {
    return png(picture(images, index));
  }

  /** A picture as PNG. */
  public static byte[] png(BufferedImage picture) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(picture);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot encode an image in memory", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** One image as a grey or colour picture of the same size. */
  static BufferedImage picture(Images images, int index) {
    int type = images.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
    BufferedImage picture = new BufferedImage(images.width(), images.height(), type);
    int at = index * images.size();
    for (int c = 0; c < images.channels(); c++) {
      for (int y = 0; y < images.height(); y++) {
        for (int x = 0; x < images.width(); x++) {
          picture.getRaster().setSample(x, y, c, Math.round(255 * images.pixels()[at++]));
        }
      }
    }
    return picture;
  }
}
