/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.images.NaturalOrder;
import io.github.subspark.scores.ContingencyTable;
import io.github.subspark.scores.Matching;
import io.github.subspark.tables.ImageRow;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The labels of a run's images.
 *
 * @param names in natural order
 * @param of the class of each image: its label's place among the names
 */
record Classes(List<String> names, int[] of) {
  /** Nothing if an image has none. */
  static Optional<Classes> of(List<ImageRow> images) {
    List<String> labels = images.stream().map(ImageRow::label).toList();
    if (labels.isEmpty() || labels.stream().anyMatch(Objects::isNull)) {
      return Optional.empty();
    }
    List<String> names = labels.stream().distinct().sorted(new NaturalOrder()).toList();
    return Optional.of(new Classes(names, labels.stream().mapToInt(names::indexOf).toArray()));
  }

  /** The class of each cluster by the best matching, -1 for none. */
  List<Integer> matched(int[] clusters) {
    int[] classes = Matching.of(ContingencyTable.of(clusters, of)).classOfCluster();
    return Arrays.stream(classes).boxed().toList();
  }
}
