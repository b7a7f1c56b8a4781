/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.affinity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Intermediate values of the label-free protocol by an independent float64 implementation. */
public record ProtocolReference(float[] coefficients, int n, int clusters, JsonNode json) {

  /** Each case of the file. */
  public static Stream<ProtocolReference> cases() {
    return StreamSupport.stream(root().get("cases").spliterator(), false)
        .map(
            json ->
                new ProtocolReference(
                    floats(json.get("coefficients")),
                    json.get("coefficients").size(),
                    json.get("clusters").intValue(),
                    json));
  }

  /** The whole file. */
  public static JsonNode root() {
    try {
      return new ObjectMapper()
          .readTree(ProtocolReference.class.getResource("/reference/protocol.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is expected of one of the 16 affinities, if the file has it. */
  public Optional<JsonNode> affinity(EnsembleAffinities.Recipe recipe) {
    return StreamSupport.stream(json.get("affinities").spliterator(), false)
        .filter(a -> a.get("support").textValue().equals(recipe.support()))
        .filter(a -> a.get("matrix").textValue().equals(recipe.matrix()))
        .filter(a -> a.get("rank").intValue() == recipe.rank())
        .findFirst();
  }

  /** A matrix, row by row, or a vector. */
  public static double[] doubles(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false)
        .flatMapToDouble(
            entry ->
                entry.isArray()
                    ? Arrays.stream(doubles(entry))
                    : DoubleStream.of(entry.doubleValue()))
        .toArray();
  }

  /** A matrix in single precision. */
  public static float[] floats(JsonNode node) {
    double[] exact = doubles(node);
    float[] floats = new float[exact.length];
    for (int k = 0; k < exact.length; k++) {
      floats[k] = (float) exact[k];
    }
    return floats;
  }

  @Override
  public String toString() {
    return "%d images, %d clusters".formatted(n, clusters);
  }
}
