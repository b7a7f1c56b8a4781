/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A NumPy file with images, N x h x w, N x h x w x 3 or N x (h w), and another one with N labels if
 * the configuration names it.
 */
final class NpySource implements ImageSource {
  private final Origin origin;
  private final StoredFile images;
  private final Optional<LabelFile> labels;
  private final DataSpec.MatSpec layout;

  NpySource(Origin origin, StoredFile images, Optional<LabelFile> labels, DataSpec.MatSpec layout) {
    this.origin = origin;
    this.images = images;
    this.labels = labels;
    this.layout = layout.naturally(DataSpec.PixelOrder.ROW);
  }

  /**
   * The file with the labels.
   *
   * @param origin as messages name it
   * @param file where it is
   */
  record LabelFile(Origin origin, StoredFile file) {}

  @Override
  public void readInto(ImageCollector collector) throws IOException {
    NpyNumbers numbers = new NpyFileReader(origin).read(images, this::checkShape);
    int[] shape = numbers.shape();
    boolean colour = shape.length == 4;
    DataSpec.MatSpec rows =
        shape.length == 2
            ? layout
            : new DataSpec.MatSpec("", "", shape[1], shape[2], DataSpec.PixelOrder.ROW);
    new PixelRows(origin, rows).addTo(collector, new Pixels(numbers, colour));
    if (labels.isPresent()) {
      readLabels(collector, labels.get());
    }
  }

  private void checkShape(int[] shape, boolean text) {
    boolean colour = shape.length == 4 && shape[3] == 3;
    if (text || !(shape.length == 2 || shape.length == 3 || colour)) {
      throw origin.problem(
          "has an array of shape %s".formatted(Arrays.toString(shape)),
          "Save N x height x width, N x height x width x 3 or N x (height width) numbers");
    }
  }

  private static void readLabels(ImageCollector collector, LabelFile labels) throws IOException {
    NpyNumbers numbers =
        new NpyFileReader(labels.origin())
            .read(labels.file(), (shape, text) -> collector.checkLabels(count(shape)));
    int count = (int) count(numbers.shape());
    collector.label(IntStream.range(0, count).mapToObj(numbers::name).toList());
  }

  private static long count(int[] shape) {
    return Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
  }

  /**
   * Rows with planes of colour, where NumPy's images have the colours of a pixel side by side.
   *
   * @param numbers N x h x w (x 3), or N x length
   * @param interleaved whether the last extent is colour
   */
  private record Pixels(NpyNumbers numbers, boolean interleaved) implements PixelRows.Values {
    @Override
    public int count() {
      return numbers.shape()[0];
    }

    @Override
    public int length() {
      return Arrays.stream(numbers.shape()).skip(1).reduce(1, (a, b) -> a * b);
    }

    @Override
    public double value(int image, int index) {
      int within = index;
      if (interleaved) {
        int area = length() / 3;
        within = index % area * 3 + index / area;
      }
      return numbers.number(image * length() + within);
    }
  }
}
