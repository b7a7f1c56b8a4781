/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.network.Attention;
import io.github.subspark.tables.ResultRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final PretendedRun LEFT = PretendedRun.small();

  private static Comparison.Compared compared(PretendedRun run) {
    PublishedRun published = run.published();
    return new Comparison.Compared(
        published.place(), published.description(), published.results(), published.cells());
  }

  @Test
  void resultsAreMatchedByTheirParametersAndMayBeMissing() {
    PretendedRun right =
        LEFT.named("other" + PretendedRun.SCRIPT)
            .done(cell -> cell.attention() == Attention.NONE && cell.channels() == 2);
    Comparison comparison = Comparison.of(List.of(compared(LEFT), compared(right)));

    assertThat(comparison.rows()).hasSize(2 * 3 * 2);
    assertThat(comparison.rows().stream().filter(row -> row.summaries().get(1).isPresent()))
        .hasSize(2)
        .allMatch(row -> row.point().channels() == 2 && row.point().attention().equals("none"))
        .allMatch(row -> row.summaries().get(0).isPresent());
    assertThat(comparison.differences())
        .containsExactly(
            new Comparison.Difference(
                "data.name", List.of("\"toy\"", "\"other" + PretendedRun.SCRIPT + "\"")));
  }

  @Test
  void theTerminalHasTheRunsAcrossAndWhatDiffersBelow() {
    List<Comparison.Compared> runs =
        List.of(compared(LEFT), compared(LEFT.named("other").seeds(List.of(0L))));
    String table =
        new ComparisonTable(new TerminalTable(StandardCharsets.UTF_8)).of(Comparison.of(runs));

    assertThat(table.lines().map(line -> line.strip().replaceAll("\\s+", " ")))
        .contains(
            "A /runs/toy: toy, 18 of 18 cells done",
            "B /runs/other: other, 6 of 6 cells done",
            "affinity + clusterer attention compression A B",
            "dsc + power channel 50 %, k = 2 77.0 ± 2.0 75.0",
            "differs: data.name: A \"toy\", B \"other\"");
  }

  @Test
  void whatStandsBesideTheCellsIsMatchedAsWell() {
    Comparison comparison =
        Comparison.of(
            List.of(
                with(AsidesTest.row("ridge-pixels", "ensemble", 0, 0.5)),
                with(
                    AsidesTest.row("ridge-pixels", "ensemble", 0, 0.5),
                    AsidesTest.row("ridge-pixels", "ensemble", 1, 0.7),
                    AsidesTest.row("consensus", "ensemble-closed-form", -1, 0.9))));
    String table = new ComparisonTable(new TerminalTable(StandardCharsets.US_ASCII)).of(comparison);

    assertThat(table.lines())
        .contains(
            "method         affinity + clusterer         attention    k   seeds                A               B",
            "consensus      grid + ensemble-closed-form  none             all                               90.0",
            "ridge-pixels   grid + ensemble              none             each              50.0    60.0 +- 14.1");
    assertThat(new PageRenderer().html(comparison)).contains("60.0 ± 14.1");
  }

  @Test
  void encodersOfTheSameCompressionButOtherChannelsDoNotMatch() {
    Comparison comparison =
        ofTwo(
            ReportTest.row(0.5, 2, "none", "dsc", 0, 1.0),
            ReportTest.row(0.5, 6, "none", "dsc", 0, 0.5));

    assertThat(comparison.rows()).extracting(row -> row.point().channels()).containsExactly(2, 6);
    assertThat(comparison.rows().get(0).summaries().get(1)).isEmpty();
    assertThat(comparison.rows().get(1).summaries().get(0)).isEmpty();
  }

  @Test
  void ofARunWithoutLabelsItSaysSoAndHasNoEmptyRows() {
    Comparison comparison =
        ofTwo(
            ReportTest.row(0.5, 2, "none", "dsc", 0, 1.0),
            ReportTest.row(0.25, 1, "none", "dsc", 0, null));

    assertThat(comparison.rows()).hasSize(1);
    assertThat(comparison.runs().get(0).state()).doesNotContain("labels");
    assertThat(comparison.runs().get(1).state())
        .endsWith("; it has no labels, so no accuracies to compare");
  }

  @Test
  void longRecipesDoNotRunIntoTheNextColumn() {
    Comparison comparison =
        ofTwo(
            ReportTest.row(0.5, 2, "channel-one", "grid", 0, 1.0),
            ReportTest.row(0.5, 2, "channel-one", "grid", 0, 1.0));

    assertThat(new ComparisonTable(new TerminalTable(StandardCharsets.US_ASCII)).of(comparison))
        .containsPattern("channel-one +50 %");
  }

  @Test
  void whatLabelsChoseStandsUnderItsColumnsAndIsExplained() {
    Comparison comparison = ofTwo(ReportTest.byLabels(0.9), ReportTest.byLabels(0.8));
    String table = new ComparisonTable(new TerminalTable(StandardCharsets.US_ASCII)).of(comparison);

    assertThat(table)
        .containsPattern("\\(best epoch by labels\\) +none")
        .contains("They are no results of clustering");
    List<String> lines = table.lines().toList();
    int head =
        lines.indexOf(
            lines.stream().filter(l -> l.contains(" attention ")).findFirst().orElseThrow());
    assertThat(lines.get(head).indexOf("attention")).isEqualTo(lines.get(head + 1).indexOf("none"));
    assertThat(new PageRenderer().html(comparison)).contains("They are no results of clustering");
  }

  /** Of two runs with a result each. */
  private static Comparison ofTwo(ResultRow one, ResultRow other) {
    return Comparison.of(List.of(with(one), with(other)));
  }

  private static Comparison.Compared with(ResultRow... results) {
    PublishedRun run = LEFT.published();
    return new Comparison.Compared(run.place(), run.description(), List.of(results), run.cells());
  }

  @Test
  void runsOfOneSpecificationSaySo() {
    Comparison same = Comparison.of(List.of(compared(LEFT), compared(LEFT)));

    assertThat(new ComparisonTable(new TerminalTable(StandardCharsets.UTF_8)).of(same))
        .endsWith("Their specifications, images and versions are the same.\n");
  }

  @Test
  void thePageHasTheSameAndNoScript() {
    PretendedRun hostile = LEFT.named(PretendedRun.SCRIPT);
    String html =
        new PageRenderer().html(Comparison.of(List.of(compared(LEFT), compared(hostile))));

    assertThat(html)
        .doesNotContain("<script")
        .contains("script-src &#39;none&#39;", "&lt;script&gt;alert(1)", "77.0 ±  2.0");
  }
}
