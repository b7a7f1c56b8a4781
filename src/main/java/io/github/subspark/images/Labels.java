/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.util.List;

/**
 * The classes of a labelled image set, for scoring only.
 *
 * @param classes index into {@code names} for each image
 * @param names what the data calls its classes, sorted
 */
public record Labels(int[] classes, List<String> names) {
  public Labels {
    names = List.copyOf(names);
  }
}
