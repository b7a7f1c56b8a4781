/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.subspark.network.Attention;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PageOfRunTest {
  private static Page page(PretendedRun run) throws IOException {
    return PageOfRun.of(run.published(), run::coefficients);
  }

  private static Page.Entry entry(Page page, String attention, int column) {
    return page.recipes().get(0).arms().stream()
        .filter(arm -> arm.attention().equals(attention))
        .findFirst()
        .orElseThrow()
        .entries()
        .get(column);
  }

  @Test
  void theTableHasMeanAndSpreadAndOneBestAndTheRecipeWithTheHighestMeanFirst() throws IOException {
    Page page = page(PretendedRun.small());

    assertThat(page.recipes())
        .extracting(Page.Panel::name)
        .containsExactly("dsc + power", "plain + njw");
    assertThat(page.choice()).contains("dsc + power", "chosen by the labels");
    assertThat(page.recipes().get(0).arms())
        .extracting(Page.Arm::attention)
        .containsExactly("none", "constant", "channel");
    assertThat(entry(page, "none", 0).value()).isEqualTo("71.0 ± 1.0");
    assertThat(entry(page, "channel", 1)).isEqualTo(new Page.Entry("77.0 ± 2.0", "", "", true));
    assertThat(
            page.recipes().get(0).arms().stream()
                .flatMap(arm -> arm.entries().stream())
                .filter(Page.Entry::best))
        .hasSize(1);
    assertThat(page.state()).isEqualTo("18 of 18 cells done.");
    assertThat(page.results().rows())
        .hasSize(36)
        .allMatch(row -> row.size() == page.results().headings().size());
  }

  @Test
  void effectsArePairedOverSeedsAgainstBothOtherArms() throws IOException {
    PretendedRun lacking =
        PretendedRun.small()
            .done(
                cell ->
                    cell.attention() != Attention.NONE || cell.channels() != 2 || cell.seed() == 1);
    List<Page.Effect> effects = page(lacking).recipes().get(0).effects();

    assertThat(effects)
        .extracting(Page.Effect::against)
        .containsExactly("none", "none", "none", "none", "constant", "constant");
    assertThat(effects.get(2).mean()).isCloseTo(5, within(1e-9));
    assertThat(effects.get(2).sentence())
        .startsWith("Channel attention minus none at 25 %: +5.0 points")
        .contains("more than seed noise. Student p ", " Holm p ", " among 4 comparisons, sign test")
        .endsWith("down).");
    assertThat(effects.get(3).pairs()).isEqualTo(1);
    assertThat(effects.get(3).low()).isNull();
    assertThat(effects.get(3).sentence())
        .contains("no interval")
        .endsWith("Of 3 seeds asked for, 2 lack an arm.");
    assertThat(effects.get(4).sentence()).contains("minus the constant gate at 25 %");
  }

  @Test
  void oneSeedHasNeitherSpreadNorInterval() throws IOException {
    Page page = page(PretendedRun.small().seeds(List.of(0L)));

    assertThat(entry(page, "none", 0).value()).isEqualTo("70.0");
    assertThat(page.recipes().get(0).effects()).allMatch(effect -> effect.low() == null);
  }

  @Test
  void withoutLabelsNothingIsBestAndNothingScored() throws IOException {
    Page page = page(PretendedRun.small().unlabelled());

    assertThat(page.measure()).startsWith("No labels: agreement");
    assertThat(entry(page, "none", 0)).isEqualTo(new Page.Entry("75.0", "", "", false));
    assertThat(page.recipes()).allMatch(panel -> panel.effects().isEmpty());
    assertThat(page.choice()).contains("Without labels");
    assertThat(page.figures().pictures().labels()).isNull();
    assertThat(page.figures().cells().get(0).heat())
        .extracting(Figures.Heat::order)
        .containsExactly("clusters of plain + njw");
  }

  @Test
  void failuresAreToldWithTheirCauseAndUnfinishedCellsCounted() throws IOException {
    Page page = page(PretendedRun.small().done(cell -> cell.channels() == 1));

    assertThat(page.state()).isEqualTo("9 of 18 cells done, 1 failed, 8 not yet.");
    assertThat(page.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.cell()).isEqualTo("50 %, none, seed 0");
              assertThat(failure.kind()).isEqualTo("diverged");
              assertThat(failure.message()).startsWith("The loss became NaN");
            });
    assertThat(page.notes())
        .anyMatch(note -> note.startsWith("9 cells started from a pretraining that died"));
    assertThat(entry(page, "none", 1).value()).isEqualTo("failed");
    assertThat(entry(page, "channel", 1).value()).isEqualTo("not yet");
  }

  @Test
  void aRunWithoutAFinishedCellHasAPage() throws IOException {
    Page page = page(PretendedRun.small().done(cell -> false));

    assertThat(page.recipes()).isEmpty();
    assertThat(new PageRenderer().html(page)).contains("No cell of this run was clustered");
  }

  @Test
  void thePapersFiguresStandBesideThoseOfItsDataAlone() throws IOException {
    PretendedRun coil =
        new PretendedRun(
            "coil20",
            List.of(1, 2, 15),
            List.of(Attention.NONE, Attention.CHANNEL),
            List.of(0L),
            List.of(new Recipe("dsc", "power")),
            labels(20),
            72,
            8,
            cell -> cell.channels() != 2);
    Page page = page(coil);

    assertThat(entry(page, "none", 0).paper()).isEqualTo("89.44");
    assertThat(entry(page, "channel", 1)).isEqualTo(new Page.Entry("not yet", "", "94.10", false));
    assertThat(entry(page, "none", 2).paper()).isEqualTo("93.68");
    assertThat(page.caveat()).contains("keeps the best, for one seed");
    assertThat(page(coil.named("faces")).caveat()).isEmpty();
    assertThat(entry(page(PretendedRun.small().named("coil20")), "none", 0).paper()).isEmpty();
  }

  @Test
  void heatMapsAreSortedAndMeasured() throws IOException {
    List<Figures.Heat> heat = page(PretendedRun.small()).figures().cells().get(0).heat();

    assertThat(heat)
        .extracting(Figures.Heat::order)
        .containsExactly("clusters of dsc + power", "labels");
    assertThat(heat.get(1).borders()).containsExactly(4, 8);
    assertThat(heat.get(1).within()).isCloseTo(1, within(1e-12));
    assertThat(heat.get(1).chance()).isCloseTo(1 / 3.0, within(1e-12));
    // One image of the last class lies in the first cluster: 3 + 3 of 48 ones are lost.
    assertThat(heat.get(0).borders()).containsExactly(5, 9);
    assertThat(heat.get(0).within()).isCloseTo(42 / 48.0, within(1e-12));
  }

  @Test
  void curvesKeepTheDeadAndAreThinnedFromFirstToLastEpoch() throws IOException {
    List<Figures.Curve> curves = page(PretendedRun.small()).figures().curves();

    assertThat(curves.stream().filter(Figures.Curve::dropped))
        .hasSize(6)
        .allMatch(curve -> curve.phase().equals("pretraining") && curve.epochs().size() == 5);
    Figures.Curve long300 =
        curves.stream()
            .filter(curve -> curve.phase().equals("finetuning"))
            .findFirst()
            .orElseThrow();
    assertThat(long300.epochs().size()).isBetween(80, Curves.MOST);
    assertThat(long300.epochs()).isSorted().startsWith(1).endsWith(300);
    assertThat(long300.terms())
        .containsOnlyKeys("total", "reconstruction", "self_expression", "regularization");
  }

  static List<String> labels(int count) {
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(i -> String.format(Locale.ROOT, "obj%d", i + 1))
        .toList();
  }
}
