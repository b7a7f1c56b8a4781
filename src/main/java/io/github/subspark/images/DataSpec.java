/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import io.github.subspark.SpecChecks;
import java.io.Serializable;

/**
 * Where the images come from and what they are scaled to.
 *
 * @param path 'turntable' for the built-in images, or a path of any Hadoop file system: a .mat,
 *     .npy, .zip or .parquet file, or a folder of images or of Parquet files
 * @param name short name in the results; empty means the path's last part without its ending
 * @param height rows after scaling
 * @param width columns after scaling
 * @param colour grey or rgb
 * @param labels whether labels are read where there are any, for scoring
 * @param labelPattern regular expression on an image file's name whose first group is the label;
 *     empty means COIL-20's 'obj7__12.png' where all names are of that form, else the parent folder
 * @param labelPath the .npy file with the labels; empty means none beside it
 * @param mat variables of a .mat file
 * @param parquet columns of a Parquet file
 * @param turntable the built-in images
 */
public record DataSpec(
    String path,
    String name,
    int height,
    int width,
    Colour colour,
    boolean labels,
    String labelPattern,
    String labelPath,
    MatSpec mat,
    ParquetSpec parquet,
    TurntableSpec turntable)
    implements Serializable {

  /** Grey or colour. */
  public enum Colour {
    /** One channel: luminance. */
    GREY,
    /** Three channels: red, green, blue. */
    RGB
  }

  /** Order of the pixels in a row of a matrix. */
  public enum PixelOrder {
    /** By column in a .mat file, as MATLAB stores matrices, and by row elsewhere. */
    AUTO,
    /** Row by row. */
    ROW,
    /** Column by column, MATLAB's. */
    COLUMN
  }

  /**
   * Variables of a .mat file (or shape of a .npy file's rows).
   *
   * @param images N x (h w) or N x (3 h w), one image a row
   * @param labels N labels; used if the file has them
   * @param height rows of a stored image, 0 for square images
   * @param width columns of a stored image, 0 for square images
   * @param pixelOrder how a row runs through an image
   */
  public record MatSpec(String images, String labels, int height, int width, PixelOrder pixelOrder)
      implements Serializable {

    /** The same with {@link PixelOrder#AUTO} replaced by a file format's own order. */
    MatSpec naturally(PixelOrder order) {
      return pixelOrder == PixelOrder.AUTO
          ? new MatSpec(images, labels, height, width, order)
          : this;
    }
  }

  /**
   * Columns of a Parquet file.
   *
   * @param image encoded PNG, JPEG or PGM bytes, or a list of numbers
   * @param label text or integer; used if the file has it
   */
  public record ParquetSpec(String image, String label) implements Serializable {}

  /**
   * The built-in images.
   *
   * @param objects shaded 3-D objects, each a class
   * @param angles images of each object, a full turn
   * @param seed of the objects' shapes and materials
   */
  public record TurntableSpec(int objects, int angles, long seed) implements Serializable {
    public TurntableSpec {
      new SpecChecks()
          .check("objects", objects, objects >= 2 && objects <= 100, "2 to 100")
          .check("angles", angles, angles >= 2 && angles <= 360, "2 to 360")
          .done();
    }
  }

  public DataSpec {
    new SpecChecks()
        .check("path", path, !path.isBlank(), "'turntable' or a path")
        .check("height", height, height >= 2 && height <= 1024, "2 to 1024")
        .check("width", width, width >= 2 && width <= 1024, "2 to 1024")
        .done();
  }
}
