/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.tables.ImageRow;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Small pictures of a run's images in one JPEG.
 *
 * @param jpeg the file
 * @param columns pictures a row
 * @param width of a picture
 * @param height of a picture
 * @param shown indices of the images that have a picture, rising
 */
record Sprite(byte[] jpeg, int columns, int width, int height, List<Integer> shown) {
  /** Of more images evenly spaced ones are shown. */
  static final int MOST = 2000;

  private static final int COLUMNS = 48;

  /** A multiple of JPEG's blocks, so that no picture bleeds into its neighbour. */
  private static final int SIDE = 32;

  private static final int MOST_BYTES = 700_000;
  private static final float QUALITY = 0.72f;
  private static final int LARGEST = 4096;

  /** Of images of one size. */
  static Sprite of(List<ImageRow> images) {
    Sprite sprite = of(images, Math.min(MOST, images.size()));
    // Noise and colours take more bytes than objects on black.
    while (sprite.jpeg().length > MOST_BYTES) {
      sprite = of(images, (int) (0.9 * sprite.shown().size() * MOST_BYTES / sprite.jpeg().length));
    }
    return sprite;
  }

  private static Sprite of(List<ImageRow> images, int count) {
    List<Integer> shown =
        IntStream.range(0, count).mapToObj(i -> (int) ((long) i * images.size() / count)).toList();
    BufferedImage first = decode(images.get(0));
    double scale = (double) SIDE / Math.max(first.getWidth(), first.getHeight());
    int width = (int) Math.max(1, Math.round(scale * first.getWidth()));
    int height = (int) Math.max(1, Math.round(scale * first.getHeight()));
    int columns = Math.min(COLUMNS, count);
    // Grey stays grey: a change of colour space would bend its values.
    BufferedImage sheet =
        new BufferedImage(
            columns * width,
            (count + columns - 1) / columns * height,
            first.getRaster().getNumBands() == 1
                ? BufferedImage.TYPE_BYTE_GRAY
                : BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = sheet.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    for (int i = 0; i < count; i++) {
      BufferedImage picture = decode(images.get(shown.get(i)));
      pen.drawImage(picture, i % columns * width, i / columns * height, width, height, null);
    }
    pen.dispose();
    return new Sprite(encode(sheet), columns, width, height, shown);
  }

  private static BufferedImage decode(ImageRow image) {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(image.png()))) {
      reader.setInput(in, true, true);
      if (Math.max(reader.getWidth(0), reader.getHeight(0)) > LARGEST) {
        throw new IOException("it claims more than %d pixels a side".formatted(LARGEST));
      }
      return reader.read(0);
    } catch (IOException | RuntimeException e) {
      // Decoders answer damaged bytes with exceptions of any kind.
      throw new UncheckedIOException(
          new IOException("image %d cannot be read: %s".formatted(image.index(), e.getMessage())));
    } finally {
      reader.dispose();
    }
  }

  private static byte[] encode(BufferedImage sheet) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(sheet, null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot encode pictures in memory", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
