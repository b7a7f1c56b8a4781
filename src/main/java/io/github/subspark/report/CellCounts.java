/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.tables.CellRow;
import java.util.List;

/** How far a run is, in words. */
final class CellCounts {
  private CellCounts() {}

  /** '9 of 18 cells done, 1 failed, 8 not yet'. */
  static String of(List<CellRow> cells) {
    long done = count(cells, "done");
    long failed = count(cells, "failed");
    long missing = cells.size() - done - failed;
    return "%d of %d cells done%s%s"
        .formatted(
            done,
            cells.size(),
            failed == 0 ? "" : ", %d failed".formatted(failed),
            missing == 0 ? "" : ", %d not yet".formatted(missing));
  }

  private static long count(List<CellRow> cells, String status) {
    return cells.stream().filter(cell -> cell.status().equals(status)).count();
  }
}
