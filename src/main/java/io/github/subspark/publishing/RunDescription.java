/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.publishing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.subspark.BuildInfo;
import io.github.subspark.InvalidInputException;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.ImageSet;
import io.github.subspark.images.Images;
import io.github.subspark.network.Attention;
import io.github.subspark.sweep.Cell;
import io.github.subspark.sweep.SpecReader;
import io.github.subspark.sweep.SpecWriter;
import io.github.subspark.sweep.SweepSpec;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run is, as its {@code run.json} keeps it: enough to publish its tables again without the
 * images or the configuration.
 *
 * @param started ISO-8601, UTC
 * @param version of subspark that began the run
 * @param commit its git commit
 * @param spark version of Spark
 * @param spec the resolved configuration
 * @param data facts of the images
 * @param cells the grid
 */
public record RunDescription(
    String started,
    String version,
    String commit,
    String spark,
    SweepSpec spec,
    Data data,
    List<Cell> cells) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public RunDescription {
    cells = List.copyOf(cells);
  }

  /**
   * Facts of the images.
   *
   * @param name short name, as in the tables
   * @param fingerprint SHA-256 over shape, pixels and labels
   * @param count N
   * @param channels of an image
   * @param height of an image
   * @param width of an image
   */
  public record Data(
      String name, String fingerprint, int count, int channels, int height, int width) {
    static Data of(ImageSet set) {
      Images images = set.images();
      return new Data(
          set.name(),
          set.fingerprint(),
          images.count(),
          images.channels(),
          images.height(),
          images.width());
    }
  }

  /** Of a run that begins now. */
  public static RunDescription of(
      SweepSpec spec, ImageSet set, List<Cell> cells, String sparkVersion) {
    BuildInfo build = BuildInfo.current();
    return new RunDescription(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        build.version(),
        build.commit(),
        sparkVersion,
        spec,
        Data.of(set),
        cells);
  }

  /** As run.json has it. */
  public String json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("started", started);
    node.put("version", version);
    node.put("commit", commit);
    node.put("spark", spark);
    node.put("dl4j", BuildInfo.current().dl4j());
    node.put("java", Runtime.version().toString());
    node.set("data", JSON.valueToTree(data));
    node.set("spec", JSON.valueToTree(SpecWriter.tree(spec)));
    for (Cell cell : cells) {
      node.withArray("/cells")
          .addObject()
          .put("compression", cell.compression())
          .put("channels", cell.channels())
          .put("attention", cell.attention().text())
          .put("seed", cell.seed());
    }
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Of a run that has begun.
   *
   * @return empty if nothing has begun there
   * @throws InvalidInputException if its run.json is no description of a run
   */
  public static Optional<RunDescription> of(RunDirectory run) throws IOException {
    Optional<String> json = run.description();
    return json.isEmpty() ? Optional.empty() : Optional.of(parse(json.get(), run.place()));
  }

  private static RunDescription parse(String json, String place) {
    try {
      JsonNode node = JSON.readTree(json);
      List<Cell> cells = new ArrayList<>();
      for (JsonNode cell : node.required("cells")) {
        cells.add(
            new Cell(
                cell.required("compression").asDouble(),
                cell.required("channels").asInt(),
                Attention.of(cell.required("attention").asText()),
                cell.required("seed").asLong()));
      }
      return new RunDescription(
          node.required("started").asText(),
          node.required("version").asText(),
          node.required("commit").asText(),
          node.required("spark").asText(),
          SpecReader.fromJson(node.required("spec").toString()),
          JSON.treeToValue(node.required("data"), Data.class),
          cells);
    } catch (JsonProcessingException | IllegalArgumentException | InvalidInputException e) {
      throw new InvalidInputException(
          "Cannot read %s/run.json: it is cut off or of another version. Put it back from a copy, or name another directory."
              .formatted(place),
          e);
    }
  }
}
