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
import java.util.Random;
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
    Random random = new Random(7);
    float[] noise = new float[grid.count()];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextFloat();
    }
    Page page =
        PageOfRun.of(
            grid.published(),
            (cell, rows) -> {
              for (int row = 0; row < noise.length; row++) {
                float[] values = new float[noise.length];
                for (int i = 0; i < values.length; i++) {
                  values[i] = noise[(i * 31 + row * 17) % noise.length];
                }
                rows.add(row, values);
              }
              return true;
            });

    String html = new PageRenderer().html(page);
    assertThat(page.results().rows()).hasSize(280);
    assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(3_000_000);
  }

  @Test
  void ofManyImagesEvenlySpacedOnesAreShown() throws IOException {
    PretendedRun many =
        new PretendedRun(
            "many",
            List.of(1),
            List.of(Attention.NONE),
            List.of(0L),
            List.of(new Recipe("dsc", "power")),
            PageOfRunTest.labels(5),
            900,
            32,
            cell -> false);
    Figures.Pictures pictures =
        PageOfRun.of(many.published(), many::coefficients).figures().pictures();

    assertThat(pictures.images()).isEqualTo(4500);
    assertThat(pictures.shown().size()).isLessThanOrEqualTo(Sprite.MOST).isGreaterThan(500);
    assertThat(pictures.shown()).isSorted().doesNotHaveDuplicates().startsWith(0);
    assertThat(pictures.shown().get(pictures.shown().size() - 1)).isGreaterThan(4400);
    assertThat(pictures.sprite().length()).isLessThan(1_300_000);
  }
}
