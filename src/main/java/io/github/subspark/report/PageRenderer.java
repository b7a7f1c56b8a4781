/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import io.github.subspark.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes pages as HTML files that stand alone: styles, scripts and pictures are inside. Texts are
 * escaped by the template engine; the page's security policy lets a browser load nothing, and run
 * no script but those known by their SHA-256.
 */
public final class PageRenderer {
  /** The order of loading: each stands on those before it. */
  static final List<String> SCRIPTS =
      List.of(
          "/META-INF/resources/webjars/d3/7.9.0/dist/d3.min.js",
          "plot.umd.min.js",
          "helpers.js",
          "recipe.js",
          "curves.js",
          "look.js",
          "results.js",
          "page.js");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Configuration templates = new Configuration(Configuration.VERSION_2_3_34);

  /** With the templates of this room. */
  public PageRenderer() {
    templates.setClassForTemplateLoading(PageRenderer.class, "");
    templates.setDefaultEncoding(StandardCharsets.UTF_8.name());
    templates.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    templates.setLogTemplateExceptions(false);
  }

  /** The page of a run. */
  public String html(Page page) {
    List<String> scripts = SCRIPTS.stream().map(PageRenderer::resource).toList();
    return render(
        "page.ftlh",
        Map.of(
            "page", page,
            "style", resource("page.css"),
            "scripts", scripts,
            "policy", policy(scripts),
            "figures", json(page.figures())));
  }

  /** A page of several runs; it has no scripts. */
  public String html(Comparison comparison) {
    TerminalTable entries = new TerminalTable(StandardCharsets.UTF_8);
    return render(
        "comparison.ftlh",
        Map.of(
            "comparison", comparison,
            "title", entries.title(comparison.labelled()),
            "rows", comparison.rows().stream().map(row -> texts(row, comparison, entries)).toList(),
            "style", resource("page.css"),
            "policy", policy(List.of())));
  }

  private static List<String> texts(
      Comparison.Row row, Comparison comparison, TerminalTable entries) {
    GridPoint point = row.point();
    Stream<String> heads =
        Stream.of(
            point.affinity() + " + " + point.clusterer(),
            point.attention(),
            Printable.percent(point.compression()) + ", k = " + point.channels());
    Stream<String> values =
        row.summaries().stream()
            .map(summary -> summary.map(s -> entries.entry(s, comparison.labelled())).orElse(""));
    return Stream.concat(heads, values).toList();
  }

  private String render(String template, Map<String, Object> model) {
    StringWriter html = new StringWriter();
    try {
      templates.getTemplate(template).process(model, html);
    } catch (IOException | TemplateException broken) {
      throw new IllegalStateException("Cannot render " + template, broken);
    }
    return html.toString();
  }

  private static String policy(List<String> scripts) {
    return "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none';"
        + " form-action 'none'; script-src "
        + (scripts.isEmpty()
            ? "'none'"
            : scripts.stream().map(PageRenderer::digest).collect(Collectors.joining(" ")));
  }

  private static String digest(String script) {
    try {
      byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Inside a script element nothing ends the text but a tag's beginning. */
  static String json(Object figures) {
    try {
      return JSON.writeValueAsString(figures).replace("<", "\\u003c");
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String resource(String name) {
    try (InputStream in = PageRenderer.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
