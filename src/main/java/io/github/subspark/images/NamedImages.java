/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Image files of a folder or an archive: sorts them, labels them, decodes them one by one. */
final class NamedImages {

  /** Content of one file, read when it is its turn. */
  interface Content {
    /** All bytes. */
    byte[] bytes() throws IOException;
  }

  private record Named(String path, Content content) {}

  private final Origin origin;
  private final DataSpec spec;
  private final List<Named> files = new ArrayList<>();
  private int others;

  NamedImages(Origin origin, DataSpec spec) {
    this.origin = origin;
    this.spec = spec;
  }

  /** Whether a path has a part that file managers hide or leave behind. */
  static boolean hidden(String path) {
    return Arrays.stream(path.split("/"))
        .anyMatch(part -> part.startsWith(".") || part.equals("__MACOSX"));
  }

  /** Notes a file; what is hidden or no image is passed over. */
  void offer(String path, Content content) {
    if (hidden(path)) {
      return;
    }
    if (EncodedImage.named(path)) {
      files.add(new Named(path, content));
    } else {
      others++;
    }
  }

  /**
   * Adds all noted images in natural order of their paths.
   *
   * @throws io.github.subspark.InvalidInputException if there are none, or one is damaged
   */
  void addTo(ImageCollector images) throws IOException {
    if (files.isEmpty()) {
      throw origin.problem(
          others == 0 ? "is empty" : "holds no images but %d other files".formatted(others),
          "Put PNG, JPEG or PGM files there");
    }
    files.sort(Comparator.comparing(Named::path, new NaturalOrder()));
    List<String> paths = files.stream().map(Named::path).toList();
    Optional<List<String>> labels =
        spec.labels() ? new FileLabels(origin, spec.labelPattern()).of(paths) : Optional.empty();
    for (Named file : files) {
      byte[] bytes = file.content().bytes();
      images.add(
          file.path(), new EncodedImage(bytes).decode(origin.child(file.path()), images.decoded()));
    }
    labels.ifPresent(images::label);
  }
}
