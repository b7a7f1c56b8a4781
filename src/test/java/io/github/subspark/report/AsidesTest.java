/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.tables.ResultRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AsidesTest {
  static ResultRow row(String method, String clusterer, long seed, Double accuracy) {
    return new ResultRow(
        "toy", 0, 0, "none", method, seed, "fixed", "dl4j", "grid", clusterer, 3, 9, accuracy,
        accuracy, accuracy, accuracy, 0.5, null, 0.75, null, null, null, 2.0, null, null, 1, null,
        false);
  }

  private static String table(List<ResultRow> rows) {
    return new AsidesTable(StandardCharsets.US_ASCII).of(rows);
  }

  @Test
  void consensusComesBeforeBaselinesAndCellsAreElsewhere() {
    assertThat(
            table(
                    List.of(
                        row("ridge-pixels", "ensemble", 0, 0.5),
                        row("ridge-pixels", "ensemble", 1, 0.7),
                        ReportTest.row(0.25, 1, "none", "dsc", 0, 1.0),
                        row("consensus", "ensemble", -1, 0.9)))
                .lines())
        .containsExactly(
            "",
            "method         affinity + clusterer         attention       k     accuracy %  seeds  seconds",
            "consensus      grid + ensemble              none                        90.0    all      2.0",
            "ridge-pixels   grid + ensemble              none                60.0 +- 14.1      2      2.0");
  }

  @Test
  void withoutLabelsItTellsHowMuchSeedsAgree() {
    assertThat(table(List.of(row("kmeans-pixels", "kmeans", 0, null))))
        .contains("agreement %")
        .contains("75.0");
  }

  @Test
  void aRunWithoutLabelsHasNoAccuracyBesideOneWithThem() {
    List<List<ResultRow>> runs =
        List.of(
            List.of(row("kmeans-pixels", "kmeans", 0, 0.5)),
            List.of(row("kmeans-pixels", "kmeans", 0, null)));

    assertThat(Asides.sideBySide(List.of("with", "without"), runs, " +- ").rows())
        .containsExactly(List.of("kmeans-pixels", "grid + kmeans", "none", "", "each", "50.0", ""));
  }

  @Test
  void nothingBesideTheCellsIsNoTable() {
    assertThat(table(List.of(ReportTest.row(0.25, 1, "none", "dsc", 0, 1.0)))).isEmpty();
  }
}
