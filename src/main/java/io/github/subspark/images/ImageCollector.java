/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes the images of a source one by one, checks that they are alike, and brings each to the
 * configured colour and size at once: large photographs never lie in memory together.
 */
final class ImageCollector {
  /** C of N x N values fits one array up to here; no set of more images can be clustered. */
  private static final int MOST_IMAGES = 46_340;

  private final Origin origin;
  private final DataSpec spec;
  private final Scaling scaling;
  private final List<float[]> pixels = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private List<String> labels = List.of();
  private final DecodedPixels decoded = new DecodedPixels();
  private Raster first;

  ImageCollector(Origin origin, DataSpec spec) {
    this.origin = origin;
    this.spec = spec;
    this.scaling = new Scaling(spec.height(), spec.width());
  }

  /**
   * Adds the next image.
   *
   * @throws io.github.subspark.InvalidInputException if its size differs from the first one's, or
   *     if there are too many
   */
  void add(String name, Raster image) {
    checkImages(pixels.size() + 1L);
    if (first == null) {
      first = image;
    } else if (first.height() != image.height() || first.width() != image.width()) {
      throw origin.problem(
          "holds images of different sizes: %s is %d x %d, %s is %d x %d"
              .formatted(
                  names.get(0), first.height(), first.width(), name, image.height(), image.width()),
          "Crop or pad them to one size");
    }
    pixels.add(scaling.apply(image.in(spec.colour())).pixels());
    names.add(name);
  }

  /** Counts what is decoded for this set. */
  DecodedPixels decoded() {
    return decoded;
  }

  /**
   * Refuses a number of images that cannot be clustered, before they are read.
   *
   * @throws io.github.subspark.InvalidInputException if there are too many
   */
  void checkImages(long count) {
    if (count > MOST_IMAGES) {
      throw origin.problem(
          "holds more than %d images".formatted(MOST_IMAGES),
          "Give fewer: C has a value for every pair of them, in one array");
    }
    long values = count * spec.height() * spec.width() * channels();
    if (values > Integer.MAX_VALUE - 8) {
      throw origin.problem(
          "holds images of more than %d values in all, more than one array takes"
              .formatted(Integer.MAX_VALUE - 8),
          "Set smaller data.height and data.width");
    }
  }

  /**
   * Refuses another number of labels than of images, before they are read; images come first.
   *
   * @throws io.github.subspark.InvalidInputException if they are more or fewer
   */
  void checkLabels(long count) {
    if (spec.labels() && count != pixels.size()) {
      throw origin.problem(
          "has %d labels for %d images".formatted(count, pixels.size()),
          "Store one label an image, or set data.labels = false");
    }
  }

  /** Sets the label of every image, in the order in which they are added. */
  void label(List<String> perImage) {
    labels = List.copyOf(perImage);
  }

  /**
   * The images as one set.
   *
   * @param name short name of the data
   * @throws io.github.subspark.InvalidInputException if there are fewer than two images, or another
   *     number of labels
   */
  ImageSet finish(String name) {
    if (pixels.size() < 2) {
      throw origin.problem(
          pixels.isEmpty() ? "holds no images" : "holds a single image",
          "Clustering needs at least 2");
    }
    Optional<Labels> classes = Optional.empty();
    if (spec.labels() && !labels.isEmpty()) {
      classes = Optional.of(classes());
    }
    Images images = images();
    return new ImageSet(name, images, classes, names, Fingerprint.of(images, classes));
  }

  private Images images() {
    int size = pixels.get(0).length;
    float[] all = new float[size * pixels.size()];
    for (int i = 0; i < pixels.size(); i++) {
      System.arraycopy(pixels.get(i), 0, all, i * size, size);
    }
    return new Images(pixels.size(), channels(), spec.height(), spec.width(), all);
  }

  private Labels classes() {
    checkLabels(labels.size());
    return Labels.of(labels);
  }

  private int channels() {
    return spec.colour() == DataSpec.Colour.GREY ? 1 : 3;
  }
}
