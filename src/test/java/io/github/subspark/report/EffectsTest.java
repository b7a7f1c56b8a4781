/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.subspark.network.Attention;
import io.github.subspark.tables.ResultRow;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EffectsTest {
  private static final double[] NOISE = {0.01, -0.02, 0.015, 0, -0.005};

  /** Five seeds of every kind at one compression; each kind is a point above the one before. */
  private static List<ResultRow> rows() {
    List<ResultRow> rows = new ArrayList<>();
    int place = 0;
    for (Attention kind : Attention.values()) {
      for (int seed = 0; seed < NOISE.length; seed++) {
        double accuracy = 0.5 + 0.01 * place + NOISE[(seed + place) % 5];
        rows.add(ReportTest.row(0.25, 1, kind.text(), "dsc", seed, accuracy));
      }
      place++;
    }
    return rows;
  }

  private static List<Page.Effect> effects(List<ResultRow> rows) {
    List<String> arms = List.of(Attention.values()).stream().map(Attention::text).toList();
    List<Long> seeds = LongStream.range(0, NOISE.length).boxed().toList();
    TreeMap<Integer, Double> compressions = new TreeMap<>();
    compressions.put(1, 0.25);
    return Effects.of(rows, new Axes(compressions, arms, seeds));
  }

  @Test
  void everyKindThatLooksIsComparedWithBothThatDoNotAndThoseWithEachOther() {
    List<Page.Effect> effects = effects(rows());

    assertThat(effects).hasSize(13);
    assertThat(effects).extracting(Page.Effect::attention).doesNotContain("none");
    assertThat(effects)
        .allMatch(effect -> effect.sentence().contains(" among 13 comparisons, sign test p = "));
    assertThat(effects.get(0).sentence()).startsWith("The constant gate minus none at 25 %: +1.0");
    assertThat(effects.get(1).sentence()).startsWith("Channel attention minus none at 25 %: +2.0");
    assertThat(effects.get(12).sentence())
        .startsWith("Attention 'softmax' minus the constant gate at 25 %: +6.0 points");
  }

  @Test
  void oneSentenceSaysWhatStandsAmongAll() {
    assertThat(Effects.verdict(effects(rows())))
        .startsWith("In short: of 13 comparisons more than seed noise: ")
        .contains("softmax minus none at 25 % (+7.0 points)")
        .doesNotContain("cbam minus none");
    assertThat(Effects.verdict(effects(rows()).subList(0, 2)))
        .isEqualTo("In short: of 2 comparisons none is more than seed noise.");
    assertThat(Effects.verdict(List.of())).isEmpty();
    Page.Effect loss =
        new Page.Effect(
            "25 %", "channel-one", "none", 5, -3.1, -4.0, -2.2, 0.001, 0.001, 0.0625, 1.0, "");
    assertThat(Effects.verdict(List.of(loss)))
        .endsWith("channel-one minus none at 25 % (−3.1 points).");
  }

  @Test
  void aBaselineThatBeatsTheNetworkHidesNothing() {
    List<ResultRow> rows = new ArrayList<>(rows());
    rows.add(AsidesTest.row("ridge-pixels", "ensemble", 0, 0.99));

    assertThat(Effects.lines(rows, PretendedRun.small().published().cells())).hasSizeGreaterThan(2);
  }

  @Test
  void familiesAreCorrectedAsAWhole() {
    List<Page.Effect> effects = effects(rows());

    double least = effects.stream().mapToDouble(Page.Effect::student).min().orElseThrow();
    assertThat(effects.stream().mapToDouble(Page.Effect::holm).min().orElseThrow())
        .isCloseTo(Math.min(1, 13 * least), within(1e-12));
  }
}
