/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.subspark.InvalidInputException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** A specification under construction, and what comes of reading it. */
final class Reading {
  private final String path;
  private int height = 2;
  private int width = 3;
  private DataSpec.Colour colour = DataSpec.Colour.GREY;
  private boolean labels = true;
  private String labelPattern = "";
  private String labelPath = "";
  private DataSpec.MatSpec mat =
      new DataSpec.MatSpec("fea", "gnd", 2, 3, DataSpec.PixelOrder.COLUMN);
  private DataSpec.TurntableSpec turntable = new DataSpec.TurntableSpec(20, 72, 1);

  private Reading(String path) {
    this.path = path;
  }

  static Reading of(Path path) {
    return new Reading(path.toString());
  }

  static Reading of(String path) {
    return new Reading(path);
  }

  Reading size(int rows, int columns) {
    height = rows;
    width = columns;
    return this;
  }

  Reading rgb() {
    colour = DataSpec.Colour.RGB;
    return this;
  }

  Reading unlabelled() {
    labels = false;
    return this;
  }

  Reading labelPattern(String pattern) {
    labelPattern = pattern;
    return this;
  }

  Reading labelPath(Path file) {
    labelPath = file.toString();
    return this;
  }

  Reading mat(String images, String gnd, int rows, int columns, DataSpec.PixelOrder order) {
    mat = new DataSpec.MatSpec(images, gnd, rows, columns, order);
    return this;
  }

  Reading turntable(int objects, int angles, long seed) {
    turntable = new DataSpec.TurntableSpec(objects, angles, seed);
    return this;
  }

  ImageSet set() {
    return ImageReader.read(
        new DataSpec(
            path,
            "",
            height,
            width,
            colour,
            labels,
            labelPattern,
            labelPath,
            mat,
            new DataSpec.ParquetSpec("image", "label"),
            turntable),
        new Configuration());
  }

  /** The one line that a user sees, checked for its form. */
  String problem() {
    InvalidInputException e = catchThrowableOfType(InvalidInputException.class, this::set);
    assertThat(e).as("reading %s must fail", path).isNotNull();
    assertThat(e.problems()).hasSize(1);
    assertThat(e.getMessage()).matches("Cannot read (images|labels): .+\\. .+\\.");
    return e.getMessage();
  }
}
