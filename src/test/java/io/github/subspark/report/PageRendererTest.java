/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.subspark.network.Attention;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageRendererTest {
  private static final Pattern SCRIPT = Pattern.compile("(?s)<script([^>]*)>(.*?)</script>");

  private static String html(PretendedRun run) throws IOException {
    return new PageRenderer().html(PageOfRun.of(run.published(), run::coefficients));
  }

  @Test
  void hostileNamesStayTexts() throws IOException {
    String html =
        html(PretendedRun.small().named("a" + PretendedRun.SCRIPT).done(cell -> cell.seed() != 1));

    assertThat(html)
        .doesNotContain("<script>alert")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
    assertThat(html.split("<script", -1))
        .as("the figures and the scripts")
        .hasSize(1 + 1 + PageRenderer.SCRIPTS.size());
    assertThat(html.split("</script", -1)).hasSize(1 + 1 + PageRenderer.SCRIPTS.size());
    JsonNode figures =
        new ObjectMapper()
            .readTree(SCRIPT.matcher(html).results().findFirst().orElseThrow().group(2));
    assertThat(figures.get("classes").get(0).asText()).isEqualTo(PretendedRun.SCRIPT);
    assertThat(figures.get("pictures").get("names").get(0).asText()).endsWith(PretendedRun.SCRIPT);
  }

  @Test
  void theBrowserIsToldToRunTheseScriptsAloneAndToLoadNothing()
      throws IOException, NoSuchAlgorithmException {
    String html = html(PretendedRun.small());
    String policy =
        Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"")
            .matcher(html)
            .results()
            .findFirst()
            .orElseThrow()
            .group(1)
            .replace("&#39;", "'");

    assertThat(policy)
        .startsWith("default-src 'none'")
        .doesNotContain("http", "*", "script-src 'unsafe-inline'", "eval");
    for (String script :
        SCRIPT
            .matcher(html)
            .results()
            .filter(found -> found.group(1).isEmpty())
            .map(found -> found.group(2))
            .toList()) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      assertThat(policy).contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }
  }

  @Test
  void thePapersGridIsUnderThreeMegabytesWhateverItsImagesAndCoefficients() throws IOException {
    List<Recipe> recipes =
        List.of("plain", "dsc").stream()
            .flatMap(
                a ->
                    List.of("pic", "njw", "discretize", "power").stream()
                        .map(c -> new Recipe(a, c)))
            .toList();
    PretendedRun grid =
        new PretendedRun(
            "coil20",
            List.of(1, 2, 3, 15),
            List.of(Attention.NONE, Attention.CHANNEL),
            List.of(0L, 1L, 2L, 3L, 4L),
            recipes,
            PageOfRunTest.labels(20),
            72,
            32,
            cell -> cell.channels() < 15 || cell.attention() == Attention.NONE);
    SplittableRandom random = new SplittableRandom(7);
    Page page =
        PageOfRun.of(
            grid.published(),
            (cell, rows) -> {
              for (int row = 0; row < grid.count(); row++) {
                float[] values = new float[grid.count()];
                for (int i = 0; i < values.length; i++) {
                  values[i] = (float) random.nextDouble();
                }
                rows.add(row, values);
              }
              return true;
            });

    String html = new PageRenderer().html(page);
    assertThat(page.results().rows()).hasSize(280);
    assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(3_000_000);
  }

  private static Figures.Pictures pictures(int side) throws IOException {
    PretendedRun many =
        new PretendedRun(
            "many",
            List.of(1),
            List.of(Attention.NONE),
            List.of(0L),
            List.of(new Recipe("dsc", "power")),
            PageOfRunTest.labels(5),
            900,
            side,
            cell -> false);
    return PageOfRun.of(many.published(), many::coefficients).figures().pictures();
  }

  @Test
  void ofManyImagesEvenlySpacedOnesAreShown() throws IOException {
    Figures.Pictures flat = pictures(1);

    assertThat(flat.images()).isEqualTo(4500);
    assertThat(flat.shown()).hasSize(Sprite.MOST).startsWith(0, 2, 4, 6, 9).endsWith(4497);
    assertThat(flat.names()).hasSize(Sprite.MOST).endsWith("image4497");
  }

  @Test
  void ofImagesThatTakeManyBytesFewerAreShown() throws IOException {
    Figures.Pictures noise = pictures(32);

    assertThat(noise.shown().size()).isBetween(500, Sprite.MOST - 1);
    assertThat(noise.shown()).isSorted().doesNotHaveDuplicates();
    assertThat(noise.sprite().length()).isLessThan(1_000_000);
  }
}
