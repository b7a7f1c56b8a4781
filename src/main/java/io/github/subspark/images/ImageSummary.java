/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a set of images is, at a glance.
 *
 * @param name short name of the data
 * @param count N
 * @param channels 1 or 3
 * @param height rows of an image
 * @param width columns of an image
 * @param classes images of each class, in the order of the classes; empty if unlabelled
 * @param smallest least pixel, in [0,1]
 * @param largest greatest pixel, in [0,1]
 * @param mean of all pixels
 */
public record ImageSummary(
    String name,
    int count,
    int channels,
    int height,
    int width,
    Map<String, Integer> classes,
    float smallest,
    float largest,
    double mean) {
  public ImageSummary {
    classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
  }

  /** Sums up a set. */
  public static ImageSummary of(ImageSet set) {
    Images images = set.images();
    float smallest = Float.MAX_VALUE;
    float largest = -Float.MAX_VALUE;
    double sum = 0;
    for (float value : images.pixels()) {
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
      sum += value;
    }
    Map<String, Integer> classes = new LinkedHashMap<>();
    set.labels()
        .ifPresent(
            labels -> {
              labels.names().forEach(name -> classes.put(name, 0));
              for (int k : labels.classes()) {
                classes.merge(labels.names().get(k), 1, Integer::sum);
              }
            });
    return new ImageSummary(
        set.name(),
        images.count(),
        images.channels(),
        images.height(),
        images.width(),
        classes,
        smallest,
        largest,
        sum / images.pixels().length);
  }
}
