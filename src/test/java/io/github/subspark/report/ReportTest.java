/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.subspark.tables.ResultRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  static ResultRow row(
      double compression, int channels, String attention, String affinity, long seed, Double acc) {
    return row(compression, channels, attention, affinity, seed, "fixed", acc);
  }

  private static ResultRow row(
      double compression,
      int channels,
      String attention,
      String affinity,
      long seed,
      String epochRule,
      Double acc) {
    return new ResultRow(
        "toy",
        compression,
        channels,
        attention,
        "dsc-network",
        seed,
        epochRule,
        "dl4j",
        affinity,
        "njw",
        3,
        9,
        acc,
        acc,
        acc,
        acc,
        0.5,
        0.25,
        0.75,
        "absent",
        0,
        seed,
        0.1,
        "k",
        "b",
        1,
        "h",
        false);
  }

  /** Of the epoch that labels chose. */
  static ResultRow byLabels(double acc) {
    return row(0.25, 1, "none", "dsc", 0, "best-by-labels", acc);
  }

  private static final List<ResultRow> LABELLED =
      List.of(
          row(0.25, 1, "none", "plain", 0, 0.5),
          row(0.25, 1, "none", "plain", 1, 0.7),
          row(3.75, 15, "none", "dsc", 0, 1.0),
          row(0.25, 1, "channel", "plain", 0, 0.25));

  @Test
  void namesThatSomeoneElseWroteAreNoFormulasNorEscapes() {
    List<ResultRow> hostile =
        List.of(row(0.25, 1, "none", "=cmd|'/C calc'!A0,\"\u001b[31m", 0, 0.5));
    assertThat(CsvReport.of(hostile)).contains("none,\"'=cmd|'/C calc'!A0,\"\"\\u001b[31m\",njw,1");
    assertThat(
            new TerminalTable(StandardCharsets.UTF_8)
                .of(PointSummary.of(hostile), List.of(), List.of()))
        .contains("\\u001b[31m")
        .doesNotContain("\u001b");
  }

  @Test
  void csvHasALineForEachGridPointWithItsSpread() {
    assertThat(CsvReport.of(LABELLED).lines())
        .containsExactly(
            "method,scope,epoch_rule,compression,channels,attention,affinity,clusterer,seeds,"
                + "accuracy_mean,accuracy_sd,nmi_mean,nmi_sd,ari_mean,ari_sd,purity_mean,purity_sd,"
                + "eigengap_mean,eigengap_sd,self_expression_residual_mean,"
                + "self_expression_residual_sd,seed_agreement,inert_attentions,seconds_mean",
            "dsc-network,each-seed,fixed,0.25,1,none,plain,njw,2,0.600000,0.141421,0.600000,"
                + "0.141421,0.600000,0.141421,0.600000,0.141421,0.500000,0.000000,0.250000,"
                + "0.000000,0.750000,0,0.100000",
            "dsc-network,each-seed,fixed,0.25,1,channel,plain,njw,1,0.250000,,0.250000,,0.250000,,"
                + "0.250000,,0.500000,,0.250000,,0.750000,0,0.100000",
            "dsc-network,each-seed,fixed,3.75,15,none,dsc,njw,1,1.000000,,1.000000,,1.000000,,"
                + "1.000000,,0.500000,,0.250000,,0.750000,0,0.100000");
  }

  @Test
  void terminalTableHasCompressionAcrossAndMeanWithSpreadInPercent() {
    String table =
        new TerminalTable(StandardCharsets.UTF_8)
            .of(PointSummary.of(LABELLED), List.of(), List.of());

    assertThat(table.lines().map(line -> line.strip().replaceAll("\\s+", " ")))
        .contains(
            "affinity + clusterer attention 25 % 375 %",
            "k = 1 k = 15", "plain + njw none 60.0 ± 14.1", "channel 25.0", "dsc + njw none 100.0");
  }

  @Test
  void plainTerminalsGetPlainSigns() {
    assertThat(
            new TerminalTable(StandardCharsets.US_ASCII)
                .of(PointSummary.of(LABELLED), List.of(), List.of()))
        .contains("60.0 +- 14.1")
        .matches("\\A\\p{ASCII}*\\z");
  }

  @Test
  void withoutLabelsThereIsNoAccuracyAndNoZero() {
    List<ResultRow> rows =
        List.of(row(0.5, 2, "none", "plain", 0, null), row(0.5, 2, "none", "plain", 1, null));

    assertThat(CsvReport.of(rows).lines().toList().get(1))
        .isEqualTo(
            "dsc-network,each-seed,fixed,0.5,2,none,plain,njw,2,,,,,,,,,0.500000,0.000000,0.250000,"
                + "0.000000,0.750000,0,0.100000");
    assertThat(new TerminalTable(StandardCharsets.UTF_8).of(PointSummary.of(rows), rows, List.of()))
        .contains("No labels. Agreement between seeds, ARI %")
        .contains("75.0");
  }

  @Test
  void jsonKeepsAbsentScoresNull() {
    String json = JsonReport.of(List.of(row(0.5, 2, "none", "plain", 0, null)), List.of());

    assertThat(json).contains("\"accuracy_mean\" : null").contains("\"eigengap_mean\" : 0.5");
  }

  @Test
  void machinesReadConsensusAndBaselinesToo() throws JsonProcessingException {
    List<ResultRow> rows =
        List.of(
            AsidesTest.row("ridge-pixels", "ensemble", 0, 0.5),
            AsidesTest.row("ridge-pixels", "ensemble", 1, 0.7),
            AsidesTest.row("consensus", "ensemble", -1, 0.9),
            row(0.25, 1, "none", "plain", 0, 0.5));

    List<String> heads = List.of("dsc-network,each", "consensus,all", "ridge-pixels,each");
    assertThat(CsvReport.of(rows).lines().skip(1).map(line -> line.replaceAll("-seed.*", "")))
        .containsExactlyElementsOf(heads);
    assertThat(new ObjectMapper().readTree(JsonReport.of(rows, List.of())).get("summaries"))
        .extracting(node -> node.get("method").asText() + " " + node.get("seeds").asInt())
        .containsExactly("dsc-network 1", "consensus 1", "ridge-pixels 2");
  }

  @Test
  void machinesReadWhatLabelsChoseFromItsOwnColumn() {
    ResultRow fixed = row(0.25, 1, "none", "dsc", 0, 0.5);
    ResultRow chosen = byLabels(0.9);

    assertThat(CsvReport.of(List.of(fixed, chosen)).lines().skip(1))
        .allMatch(line -> line.contains(",dsc,njw,1,"))
        .anyMatch(line -> line.startsWith("dsc-network,each-seed,fixed,0.25"))
        .anyMatch(line -> line.startsWith("dsc-network,each-seed,best-by-labels,0.25"));
  }
}
