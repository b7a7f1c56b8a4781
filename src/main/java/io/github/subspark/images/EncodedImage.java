/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import com.twelvemonkeys.imageio.plugins.pnm.PNMImageReaderSpi;
import io.github.subspark.InvalidInputException;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * One PNG, JPEG or PNM (PGM, PPM, PBM) file in memory.
 *
 * @param bytes the file's content
 */
record EncodedImage(byte[] bytes) {
  private static final Pattern ENDING =
      Pattern.compile("(?s).+\\.(png|jpe?g|pgm|ppm|pbm|pnm)", Pattern.CASE_INSENSITIVE);

  /** What large cameras make. */
  private static final long MOST_PIXELS = 100_000_000;

  /** 16 megapixels take up to 350 MB on their way to a few hundred pixels: of more, not all do. */
  private static final long MOST_IN_MEMORY = 1L << 24;

  /** Above that a file must be one of a camera, which needs more than a byte for so many pixels. */
  private static final long LARGE = 64;

  /** Deflate, the compression of PNG, makes at most 1032 bytes of one. */
  private static final long DEFLATE = 1032;

  /** A progressive JPEG needs a bit at least for each block of 64 pixels. */
  private static final long JPEG = 8 * 64;

  /** Where PNG's first chunk has the bits of a sample, and then the samples of a pixel. */
  private static final int PNG_DEPTH = 24;

  /** Whether a file's name ends like one of the supported formats. */
  static boolean named(String name) {
    return ENDING.matcher(name).matches();
  }

  /**
   * The pixels. The format is told by the first bytes, not by the name. Of more than 4096 x 4096
   * every second, third ... row and column is read: the images of a set are scaled to a hundredth
   * of that and less.
   *
   * @param counted the pixels of the set so far
   * @throws io.github.subspark.InvalidInputException if it is damaged, of another format, or claims
   *     more pixels than its bytes can hold
   */
  Raster decode(Origin origin, DecodedPixels counted) {
    javax.imageio.ImageReader reader = reader(origin);
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MOST_PIXELS || pixels > capacity()) {
        throw origin.problem(
            "claims %d x %d pixels in %d bytes"
                .formatted(reader.getHeight(0), reader.getWidth(0), bytes.length),
            "Scale it down to 100 megapixels at most, or remove it");
      }
      counted.add(origin, pixels, bytes.length);
      return raster(reader.read(0, thinned(reader)));
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Decoders answer damaged bytes with exceptions of any kind.
      throw origin.problem(
          "is not a readable image: " + Origin.reason(e), "Replace or remove the file", e);
    } finally {
      reader.dispose();
    }
  }

  /** Reads so many rows and columns as memory is meant for. */
  private static ImageReadParam thinned(javax.imageio.ImageReader reader) throws IOException {
    int step = 1;
    while ((reader.getWidth(0) + step - 1L) / step * ((reader.getHeight(0) + step - 1L) / step)
        > MOST_IN_MEMORY) {
      step++;
    }
    ImageReadParam parameters = reader.getDefaultReadParam();
    parameters.setSourceSubsampling(step, step, 0, 0);
    return parameters;
  }

  /** Most pixels that a file of this format and length can hold. */
  private long capacity() {
    return Math.min(formatCapacity(), Math.max(MOST_IN_MEMORY, LARGE * bytes.length));
  }

  private long formatCapacity() {
    if (starts(0xff, 0xd8)) {
      return JPEG * bytes.length;
    } else if (bytes[0] == 'P') {
      return bytes[1] == '4' ? 8L * bytes.length : bytes.length;
    }
    // PNG's colour types: 2 has three samples, 4 has two, 6 has four.
    int samples = bytes[PNG_DEPTH + 1] == 2 ? 3 : bytes[PNG_DEPTH + 1] == 4 ? 2 : 1;
    samples = bytes[PNG_DEPTH + 1] == 6 ? 4 : samples;
    return 8 * DEFLATE * bytes.length / Math.max(1, samples * bytes[PNG_DEPTH]);
  }

  private javax.imageio.ImageReader reader(Origin origin) {
    if (starts(0x89, 'P', 'N', 'G')) {
      return builtIn("png");
    } else if (starts(0xff, 0xd8)) {
      return builtIn("jpeg");
    } else if (bytes.length > 2 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '6') {
      // Named outright: ImageIO's scan for plugins may miss a jar that Spark adds later.
      return new PNMImageReaderSpi().createReaderInstance(null);
    }
    throw origin.problem("is no PNG, JPEG or PGM image", "Convert or remove the file");
  }

  private static javax.imageio.ImageReader builtIn(String format) {
    return ImageIO.getImageReadersByFormatName(format.toLowerCase(Locale.ROOT)).next();
  }

  private boolean starts(int... signature) {
    for (int i = 0; i < signature.length; i++) {
      if (bytes.length <= i || Byte.toUnsignedInt(bytes[i]) != signature[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Samples as they are stored: asking a grey image for RGB would bend its values by a gamma curve.
   * What is transparent turns black.
   */
  private static Raster raster(BufferedImage image) {
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel || image.getRaster().getNumBands() != bands(model)) {
      return packed(image);
    }
    WritableRaster samples = image.getRaster();
    int channels = model.getNumColorComponents() == 1 ? 1 : 3;
    int width = image.getWidth();
    int height = image.getHeight();
    float[] pixels = new float[channels * height * width];
    double most = (1 << model.getComponentSize(0)) - 1;
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double value = samples.getSample(x, y, c) / most;
          double alpha = model.hasAlpha() ? samples.getSample(x, y, channels) / most : 1;
          pixels[(c * height + y) * width + x] = (float) (value * alpha);
        }
      }
    }
    return new Raster(channels, height, width, pixels);
  }

  private static int bands(ColorModel model) {
    return model.getNumComponents();
  }

  /** A palette's colours; grey if all of them are. */
  private static Raster packed(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int area = width * height;
    float[] pixels = new float[3 * area];
    boolean grey = true;
    int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
    for (int i = 0; i < area; i++) {
      int alpha = argb[i] >>> 24;
      for (int c = 0; c < 3; c++) {
        pixels[c * area + i] = (float) ((argb[i] >> (16 - 8 * c) & 255) / 255.0 * (alpha / 255.0));
      }
      grey &= pixels[i] == pixels[area + i] && pixels[i] == pixels[2 * area + i];
    }
    Raster colours = new Raster(3, height, width, pixels);
    return grey ? colours.in(DataSpec.Colour.GREY) : colours;
  }
}
