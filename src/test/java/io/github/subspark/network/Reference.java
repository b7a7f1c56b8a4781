/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One case of the float64 reference files, and comparison with it. */
public record Reference(JsonNode json) {
  /** Of the largest entry of each block. */
  public static final double TOLERANCE = 1e-4;

  /** All cases of a file of the folder 'reference'. */
  public static Stream<Reference> cases(String file) {
    try (InputStream stream = Reference.class.getResourceAsStream("/reference/" + file)) {
      JsonNode cases = new ObjectMapper().readTree(stream).get("cases");
      return StreamSupport.stream(cases.spliterator(), false).map(Reference::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return json.get("name").asText();
  }

  public int count() {
    return json.get("images").size();
  }

  public Architecture architecture() {
    List<EncoderLayer> layers = new ArrayList<>();
    for (JsonNode layer : json.get("layers")) {
      layers.add(new EncoderLayer(layer.get("channels").asInt(), layer.get("kernel").asInt()));
    }
    JsonNode image = json.get("images").get(0);
    return new Architecture(image.size(), image.get(0).size(), image.get(0).get(0).size(), layers);
  }

  public Attention attention() {
    return Stream.of(Attention.values())
        .filter(kind -> kind.text().equals(json.get("attention").asText()))
        .findFirst()
        .orElseThrow();
  }

  public NetworkSpec spec() {
    return new NetworkSpec(
        List.of(),
        3,
        json.get("lambda1").asDouble(),
        json.get("lambda2").asDouble(),
        json.has("constantGate") ? json.get("constantGate").asDouble() : 1,
        0.5,
        AttentionPlace.ENCODER);
  }

  public double learningRate() {
    return json.get("learningRate").asDouble();
  }

  public float[] pixels() {
    return floats(json.get("images"));
  }

  public INDArray images() {
    float[] pixels = pixels();
    return Nd4j.createFromArray(pixels).reshape('c', count(), pixels.length / count());
  }

  public void initialize(AutoencoderGraph graph) {
    assertThat(graph.parameters().keySet()).containsExactlyElementsOf(names());
    names().forEach(name -> graph.set(name, floats(json.get("parameters").get(name))));
  }

  public List<String> names() {
    List<String> names = new ArrayList<>();
    json.get("parameters").fieldNames().forEachRemaining(names::add);
    return names;
  }

  public JsonNode expected(String name) {
    return json.get("expected").get(name);
  }

  public static float[] floats(JsonNode node) {
    List<Float> values = new ArrayList<>();
    collect(node, values);
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  private static void collect(JsonNode node, List<Float> values) {
    if (node.isArray()) {
      node.forEach(child -> collect(child, values));
    } else {
      values.add((float) node.asDouble());
    }
  }

  /** Every value is as expected, up to the tolerance times the largest expected one. */
  public static void assertClose(String what, float[] actual, JsonNode expected) {
    float[] wanted = floats(expected);
    assertThat(actual).as(what).hasSameSizeAs(wanted);
    float largest = 0;
    for (float value : wanted) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < wanted.length; i++) {
      assertThat((double) actual[i])
          .as("%s [%d]", what, i)
          .isCloseTo(wanted[i], org.assertj.core.api.Assertions.within(TOLERANCE * largest));
    }
  }

  public static void assertClose(String what, double actual, JsonNode expected) {
    assertThat(actual)
        .as(what)
        .isCloseTo(
            expected.asDouble(),
            org.assertj.core.api.Assertions.within(TOLERANCE * Math.abs(expected.asDouble())));
  }

  public static float[] rowMajor(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
