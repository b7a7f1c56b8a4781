/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.Printable;
import io.github.subspark.tables.CellRow;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the cells of a grid differ in, each in the order in which it is shown.
 *
 * @param compressions compression by the number of channels that it gives
 * @param arms attention kinds, simple before elaborate
 * @param seeds from low to high
 */
record Axes(TreeMap<Integer, Double> compressions, List<String> arms, List<Long> seeds) {
  static Axes of(List<CellRow> cells) {
    TreeMap<Integer, Double> compressions =
        cells.stream()
            .collect(
                Collectors.toMap(
                    CellRow::channels, CellRow::compression, (a, b) -> a, TreeMap::new));
    return new Axes(
        compressions,
        cells.stream().map(CellRow::attention).distinct().sorted(simpleFirst()).toList(),
        cells.stream().map(CellRow::seed).distinct().sorted().toList());
  }

  private static Comparator<String> simpleFirst() {
    return Comparator.comparing(arm -> new GridPoint(0, 0, arm, "", ""));
  }

  List<Integer> channels() {
    return List.copyOf(compressions.keySet());
  }

  String text(int channels) {
    return Printable.percent(compressions.get(channels));
  }
}
