/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.subspark.scores.SeedStatistics;
import io.github.subspark.tables.CellRow;
import io.github.subspark.tables.ResultRow;
import java.util.List;
import java.util.Optional;

/** The summaries and the cells as JSON, scores as fractions, null for what a run does not have. */
public final class JsonReport {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonReport() {}

  /**
   * An object with {@code summaries} (of grid points, consensus and baselines), {@code effects}
   * (percentage points) and {@code cells}.
   */
  public static String of(List<ResultRow> results, List<CellRow> cells) {
    ObjectNode root = JSON.createObjectNode();
    root.putArray("summaries")
        .addAll(PointSummary.all(results).stream().map(JsonReport::node).toList());
    ArrayNode effects = root.putArray("effects");
    for (Recipe recipe : Recipe.of(results)) {
      List<ResultRow> own = results.stream().filter(r -> Recipe.of(r).equals(recipe)).toList();
      Effects.of(own, Axes.of(cells)).forEach(effect -> effects.add(node(recipe, effect)));
    }
    root.set("cells", JSON.valueToTree(cells));
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** In percentage points, as its sentence says it. */
  private static ObjectNode node(Recipe recipe, Page.Effect effect) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("affinity", recipe.affinity())
            .put("clusterer", recipe.clusterer());
    return node.setAll((ObjectNode) JSON.valueToTree(effect));
  }

  private static ObjectNode node(PointSummary summary) {
    ResultRow key = summary.first();
    ObjectNode node =
        JSON.createObjectNode()
            .put("method", key.method())
            .put("scope", summary.scope())
            .put("epoch_rule", key.epochRule())
            .put("compression", key.compression())
            .put("channels", key.channels())
            .put("attention", key.attention())
            .put("affinity", key.affinity())
            .put("clusterer", key.clusterer())
            .put("seeds", summary.seeds());
    put(node, "accuracy", summary.accuracy());
    put(node, "nmi", summary.nmi());
    put(node, "ari", summary.ari());
    put(node, "purity", summary.purity());
    put(node, "eigengap", summary.eigengap());
    put(node, "self_expression_residual", summary.residual());
    return node.put("seed_agreement", summary.agreement().orElse(null))
        .put("inert_attentions", summary.inert())
        .put("seconds_mean", summary.seconds());
  }

  private static void put(ObjectNode node, String name, Optional<SeedStatistics> statistics) {
    node.put(name + "_mean", statistics.map(SeedStatistics::mean).orElse(null));
    node.put(
        name + "_sd",
        statistics.map(SeedStatistics::standardDeviation).filter(sd -> !sd.isNaN()).orElse(null));
  }
}
