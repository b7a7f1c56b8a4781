/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.publishing.RunDescription;
import io.github.subspark.tables.AssignmentRow;
import io.github.subspark.tables.CellRow;
import io.github.subspark.tables.CurveRow;
import io.github.subspark.tables.ImageRow;
import io.github.subspark.tables.ResultRow;
import java.util.List;

/**
 * What a run has published, C aside, which is too large to be held.
 *
 * @param place its directory, as messages name it
 * @param description run.json
 * @param results rows of {@code results}
 * @param cells rows of {@code cells}
 * @param curves rows of {@code curves}
 * @param assignments rows of {@code assignments}
 * @param images rows of {@code images}, in the order of the data
 */
public record PublishedRun(
    String place,
    RunDescription description,
    List<ResultRow> results,
    List<CellRow> cells,
    List<CurveRow> curves,
    List<AssignmentRow> assignments,
    List<ImageRow> images) {
  public PublishedRun {
    results = List.copyOf(results);
    cells = List.copyOf(cells);
    curves = List.copyOf(curves);
    assignments = List.copyOf(assignments);
    images = List.copyOf(images);
  }

  /** Rows of {@code results} that are of one cell, rather than of several or of none. */
  List<ResultRow> ofCells() {
    return results.stream().filter(PointSummary::ofACell).toList();
  }
}
