/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.util.List;
import java.util.Optional;

/**
 * What the driver reads: images, what each is called, labels where the data has them.
 *
 * @param name short name of the data, as it stands in the results ('coil20', a file's name)
 * @param images the pixels
 * @param labels classes, absent for unlabelled data
 * @param imageNames a name per image (file name, or its index), for reports
 * @param fingerprint SHA-256 in hex over shape, pixels and labels: part of a run's identity
 */
public record ImageSet(
    String name,
    Images images,
    Optional<Labels> labels,
    List<String> imageNames,
    String fingerprint) {
  public ImageSet {
    imageNames = List.copyOf(imageNames);
  }
}
