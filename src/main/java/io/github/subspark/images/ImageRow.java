/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.util.Arrays;
import java.util.Optional;
import org.apache.parquet.io.api.Binary;

/** One row of a Parquet file under construction: an image and perhaps a label. */
final class ImageRow {
  private final Inflation inflation;
  private byte[] encoded;
  private double[] numbers = {};
  private int count;
  private boolean listed;
  private String label;

  /** Counts the memory of all images. */
  ImageRow(Inflation inflation) {
    this.inflation = inflation;
  }

  /** Begins the next row. */
  void clear() {
    encoded = null;
    count = 0;
    listed = false;
    label = null;
  }

  /** The image as an encoded file. Any number of rows may refer to the same stored bytes. */
  void encoded(Binary bytes) {
    inflation.add(bytes.length(), "an encoded image");
    encoded = bytes.getBytes();
  }

  /** The image as a list of numbers, which may be empty. */
  void list() {
    listed = true;
  }

  /** The next number of the image. */
  void add(double number) {
    if (count == numbers.length) {
      int length = Math.max(64, 2 * count);
      inflation.add(8L * length, "a list of numbers");
      numbers = Arrays.copyOf(numbers, length);
    }
    numbers[count++] = number;
  }

  /** Numbers added so far. */
  int count() {
    return count;
  }

  /** The first label counts. */
  void label(String text) {
    label = label == null ? text : label;
  }

  /** The encoded file, if there is one. */
  Optional<byte[]> encoded() {
    return Optional.ofNullable(encoded);
  }

  /** The numbers, if there is a list of them. */
  Optional<double[]> numbers() {
    return listed || count > 0 ? Optional.of(Arrays.copyOf(numbers, count)) : Optional.empty();
  }

  /** The label, if there is one. */
  Optional<String> label() {
    return Optional.ofNullable(label);
  }
}
