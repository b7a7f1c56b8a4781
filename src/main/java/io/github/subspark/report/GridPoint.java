/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.tables.ResultRow;
import java.util.Comparator;

/**
 * What the seeds of a result have in common.
 *
 * @param compression latent size / input size
 * @param channels k
 * @param attention the kind: none, constant, channel, ...
 * @param affinity plain or dsc
 * @param clusterer pic, njw, discretize or power
 */
public record GridPoint(
    double compression, int channels, String attention, String affinity, String clusterer)
    implements Comparable<GridPoint> {
  private static final Comparator<GridPoint> ORDER =
      Comparator.comparingDouble(GridPoint::compression)
          .thenComparingInt(GridPoint::channels)
          .thenComparing(
              point ->
                  rank(
                      "none constant channel channel-one spatial eca cbam softmax",
                      point.attention()))
          .thenComparing(GridPoint::attention)
          .thenComparing(point -> rank("plain dsc grid", point.affinity()))
          .thenComparing(GridPoint::affinity)
          .thenComparing(
              point ->
                  rank(
                      "pic njw discretize power ensemble ensemble-closed-form ensemble-weighted",
                      point.clusterer()))
          .thenComparing(GridPoint::clusterer);

  /** By recipe first, for tables that have it as their outermost column. */
  static Comparator<GridPoint> byRecipe() {
    return Comparator.comparing(
            (GridPoint p) -> new GridPoint(0, 0, "", p.affinity(), p.clusterer()))
        .thenComparing(p -> new GridPoint(0, 0, p.attention(), "", ""))
        .thenComparing(Comparator.naturalOrder());
  }

  static GridPoint of(ResultRow row) {
    return new GridPoint(
        row.compression(),
        row.channels(),
        row.attention(),
        row.affinity(),
        Recipe.of(row).clusterer());
  }

  /** Simple before elaborate; names that are not in the list come last. */
  private static int rank(String order, String name) {
    int place = order.indexOf(name);
    return place < 0 ? Integer.MAX_VALUE : place;
  }

  @Override
  public int compareTo(GridPoint other) {
    return ORDER.compare(this, other);
  }
}
