/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.subspark.network.Attention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages in a real browser. */
class PageIT {
  private static final PretendedRun HOSTILE =
      PretendedRun.small().done(cell -> cell.channels() == 1 || cell.seed() > 0);

  @TempDir private static Path folder;
  private static Browser browser;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    assumeTrue(
        Browser.isInstalled(),
        "no /usr/bin/chromium and /usr/bin/chromedriver: apt-get install chromium chromium-driver");
    browser = new Browser(Files.createDirectory(folder.resolve("profile")));
    browser.command(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", folder.toString()));
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void nothingWasComplainedOfOrAskedFor() throws IOException, InterruptedException {
    assertThat(browser.console()).isEmpty();
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(
            address ->
                address.startsWith("file:" + folder)
                    || address.startsWith("file://" + folder)
                    || address.startsWith("data:")
                    || address.startsWith("blob:"));
  }

  private static void open(PretendedRun run, int width, String scheme)
      throws IOException, InterruptedException {
    String html = new PageRenderer().html(PageOfRun.of(run.published(), run::coefficients));
    browser.command(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
    browser.command(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    browser.open(Files.writeString(folder.resolve("page.html"), html));
  }

  private static long count(String selector) throws IOException, InterruptedException {
    return browser
        .run("return document.querySelectorAll(`%s`).length".formatted(selector))
        .asLong();
  }

  private static List<String> texts(String selector) throws IOException, InterruptedException {
    List<String> texts = new ArrayList<>();
    JsonNode found =
        browser.run(
            "return [...document.querySelectorAll(`%s`)].map(e => e.innerText)"
                .formatted(selector));
    found.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Test
  void everyChartIsDrawnAndSaysInWordsWhatItShows() throws IOException, InterruptedException {
    open(HOSTILE, 1280, "light");

    // Of three arms three pairs, at each of two compressions.
    assertThat(count("#effects svg circle")).isEqualTo(6);
    // Seeds of both compressions, and the means.
    assertThat(count("#accuracy svg g[aria-label=dot] > *")).isEqualTo(9 + 6 + 6);
    assertThat(count("#curves svg")).isEqualTo(5);
    assertThat(count("#curves svg g[aria-label=line] path")).isGreaterThan(5 * 3);
    assertThat(count("#heat svg image")).isEqualTo(2);
    assertThat(count("#confusion svg g[aria-label=cell] rect")).isEqualTo(4);
    assertThat(count("#sheet li")).isEqualTo(12);
    assertThat(count("#sheet li.wrong")).isEqualTo(1);
    assertThat(count("main svg[role=img]:not([aria-label])")).isZero();
    assertThat(count("main figure:not([hidden]) figcaption:empty")).isZero();
  }

  @Test
  void aLabelThatIsAScriptStaysText() throws IOException, InterruptedException {
    open(HOSTILE, 1280, "light");

    assertThat(texts("#sheet h4")).anyMatch(text -> text.contains("label " + PretendedRun.SCRIPT));
    assertThat(
            browser
                .run("return document.querySelector('#sheet li[title*=\"<script>\"]').title")
                .asText())
        .contains("image0" + PretendedRun.SCRIPT);
    assertThat(texts("#failures .message"))
        .containsExactly("The loss became NaN " + PretendedRun.SCRIPT);
    assertThat(count("script")).isEqualTo(1 + PageRenderer.SCRIPTS.size());
  }

  @Test
  void anotherRecipeCellOrCompressionIsShownWhenChosen() throws IOException, InterruptedException {
    open(HOSTILE, 1280, "light");
    String table = texts(".panel:not([hidden]) table").get(0);
    choose("recipe", "1");
    assertThat(texts(".panel:not([hidden]) table")).hasSize(1).doesNotContain(table);
    assertThat(count("#accuracy svg[aria-label*='plain + njw']")).isOne();

    choose("look-cell", "9");
    assertThat(texts("#look-words").get(0))
        .contains("has not been clustered")
        .doesNotContain("Accuracy");
    choose("curves-compression", "1");
    assertThat(count("#curves svg")).isEqualTo(5);
  }

  @Test
  void everyKindOfAttentionHasItsOwnColourAndSymbol() throws IOException, InterruptedException {
    int kinds = Attention.values().length;
    for (String scheme : List.of("light", "dark")) {
      open(PretendedRun.small().arms(List.of(Attention.values())), 1280, scheme);
      for (String what : List.of("getComputedStyle(e).fill", "e.getAttribute('d')")) {
        assertThat(
                browser
                    .run(
                        "return new Set([...document.querySelectorAll('#accuracy-section .legend path')].map(e => %s)).size"
                            .formatted(what))
                    .asInt())
            .as("%s in %s", what, scheme)
            .isEqualTo(kinds);
      }
    }
  }

  @Test
  void theRecipeChosenAtTheHeadIsLookedAtBelow() throws IOException, InterruptedException {
    open(HOSTILE, 1280, "light");
    assertThat(texts("#heat figcaption").get(0)).doesNotContain("does not follow");

    choose("recipe", "1");

    assertThat(browser.run("return document.getElementById('look-recipe').value").asText())
        .isEqualTo("1");
    assertThat(texts("#heat figcaption").get(0))
        .contains("clusters of dsc + power")
        .contains("does not follow the recipe chosen above, plain + njw");
  }

  @Test
  void aLongLabelLeavesTheNumberOfItsCluster() throws IOException, InterruptedException {
    open(HOSTILE, 1280, "light");

    assertThat(
            browser
                .run(
                    "const left = document.querySelector('#confusion svg').getBoundingClientRect().left;"
                        + " return [...document.querySelectorAll('#confusion text')].every(e => e.getBoundingClientRect().left >= left)")
                .asBoolean())
        .isTrue();
    assertThat(texts("#confusion")).isNotEmpty();
    assertThat(browser.run("return document.getElementById('confusion').textContent").asText())
        .contains("0 → <scrip…ript>", "cluster", "class");
  }

  @Test
  void aLogarithmicScaleHasNumbersWithinOneDecadeToo() throws IOException, InterruptedException {
    open(HOSTILE, 1280, "light");

    JsonNode labels =
        browser.run(
            "return [ticks(2.1, 2.9), ticks(3, 40), ticks(0.01, 5e6)].map(all => all.map(plain))");
    assertThat(
            browser
                .run(
                    "return [...document.querySelectorAll('#curves g[aria-label=\"y-axis tick label\"] text')].filter(e => !e.textContent).length")
                .asInt())
        .isZero();
    assertThat(labels).allSatisfy(all -> assertThat(all.size()).isBetween(2, 10));
    assertThat(labels.get(2).get(0).asText()).isEqualTo("0.01");
    assertThat(labels.get(2).get(8).asText()).isEqualTo("10⁶");
  }

  @Test
  void theFilterTakesWhatThePageShows() throws IOException, InterruptedException {
    open(HOSTILE, 1280, "light");

    assertThat(filtered("plain + njw", 6)).containsOnly("plain");
    assertThat(filtered("seed 1", 5)).containsOnly("1");
    assertThat(filtered("25 %, channel, seed 2", 2)).hasSize(2).containsOnly("25 %");
    assertThat(filtered("50 %", 2)).containsOnly("50 %");
    assertThat(filtered("77", 2)).as("scores are not searched").isEmpty();
  }

  private static List<String> filtered(String words, int column)
      throws IOException, InterruptedException {
    browser.run(
        "const f = document.getElementById('filter'); f.value = '%s'; f.dispatchEvent(new Event('input'))"
            .formatted(words));
    return texts("#results tbody tr:not([hidden]) td:nth-child(%d)".formatted(column));
  }

  @Test
  void factsComeBeforeEffectsAndTheirChartHasRoomOnAPhone()
      throws IOException, InterruptedException {
    open(HOSTILE, 375, "light");

    assertThat(
            browser
                .run(
                    "const top = q => document.querySelector(q).getBoundingClientRect().top;"
                        + " return top('.paper') < top('aside') && top('aside') < top('.effects')")
                .asBoolean())
        .isTrue();
    assertThat(count("#effects g[aria-label='x-axis tick label'] text")).isGreaterThan(2);
    assertThat(
            browser
                .run(
                    "const x = [...document.querySelectorAll('#effects g[aria-label=\"x-axis tick label\"] text')].map(e => e.getBoundingClientRect().left);"
                        + " return Math.max(...x) - Math.min(...x)")
                .asDouble())
        .isGreaterThan(375 / 2.0);
  }

  @Test
  void whatIsPrintedSaysWhichCellItShowsInLightColours() throws IOException, InterruptedException {
    open(HOSTILE, 1280, "dark");
    browser.command(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            "print",
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    assertThat(
            browser
                .run("return document.getElementById('look-cell').checkVisibility()")
                .asBoolean())
        .isTrue();
    assertThat(browser.run("return document.getElementById('csv').checkVisibility()").asBoolean())
        .isFalse();
    assertThat(browser.run("return getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo("rgb(255, 255, 255)");
    assertThat(texts("#heat figcaption")).noneMatch(text -> text.contains("brightest"));
    browser.command("Emulation.setEmulatedMedia", Map.of("media", ""));
  }

  private static void choose(String select, String value) throws IOException, InterruptedException {
    browser.run(
        "const s = document.getElementById('%s'); if (![...s.options].some(o => o.value === '%s')) s.append(new Option('', '%s')); s.value = '%s'; s.dispatchEvent(new Event('change'))"
            .formatted(select, value, value, value));
  }

  @Test
  void resultsAreSortedFilteredAndDownloaded() throws IOException, InterruptedException {
    open(HOSTILE, 1280, "light");
    assertThat(texts("#shown")).containsExactly("30 of 30 rows");
    browser.run("document.querySelectorAll('#results th button')[7].click()");
    List<String> rising = texts("#results tbody tr td:nth-child(8)");
    assertThat(rising)
        .isSortedAccordingTo(
            (a, b) -> Double.compare(Double.parseDouble(a), Double.parseDouble(b)));
    browser.run("document.querySelectorAll('#results th button')[7].click()");
    assertThat(texts("#results tbody tr td:nth-child(8)").get(0)).isEqualTo("79.00");
    assertThat(count("#results th[aria-sort=descending]")).isOne();

    browser.run(
        "const f = document.getElementById('filter'); f.value = 'power channel 25';"
            + " f.dispatchEvent(new Event('input'))");
    assertThat(texts("#shown")).containsExactly("3 of 30 rows");
    browser.run("document.getElementById('csv').click()");
    Path csv = folder.resolve("results.csv");
    for (int i = 0; i < 200 && !Files.exists(csv); i++) {
      Thread.sleep(50);
    }
    assertThat(Files.readAllLines(csv))
        .hasSize(4)
        .first()
        .asString()
        .startsWith("method,compression,k,attention,seed,affinity,clusterer,ACC %,");
    assertThat(Files.readAllLines(csv).get(1))
        .isEqualTo(
            "dsc-network,25 %,1,channel,2,dsc,power,77.00,77.00,77.00,77.00,75.00,0.500,0.250,active,0,0.100");
  }

  @Test
  void nothingIsWiderThanAPhoneInEitherScheme() throws IOException, InterruptedException {
    for (String scheme : List.of("light", "dark")) {
      open(HOSTILE, 375, scheme);
      assertThat(browser.run("return document.documentElement.scrollWidth").asLong())
          .isEqualTo(375);
      assertThat(count("#accuracy svg")).isOne();
    }
    assertThat(browser.run("return getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo("rgb(21, 24, 27)");
  }

  @Test
  void unfinishedUnlabelledAndSingleSeededRunsHavePagesToo()
      throws IOException, InterruptedException {
    List<PretendedRun> runs =
        Stream.of(
                PretendedRun.small().unlabelled(),
                PretendedRun.small().seeds(List.of(5L)),
                PretendedRun.small().done(cell -> false))
            .toList();
    List<Long> tiles = new ArrayList<>();
    for (PretendedRun run : runs) {
      open(run, 1280, "light");
      tiles.add(count("#sheet li"));
      assertThat(texts("h1")).containsExactly("toy");
    }
    assertThat(tiles).containsExactly(12L, 12L, 0L);
  }
}
