/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Normalisation, eigenvalues and power iteration against independent values and plain loops. */
class EmbeddingsTest {
  static Stream<JsonNode> cases() throws IOException {
    JsonNode root =
        new ObjectMapper().readTree(EmbeddingsTest.class.getResource("/reference/affinity.json"));
    return StreamSupport.stream(root.get("cases").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void normalizationAndEigenvaluesEqualTheReference(JsonNode reference) {
    double[] affinity = matrix(reference.get("postProcessed"));
    int n = reference.get("postProcessed").size();
    NormalizedAffinity normalized = NormalizedAffinity.of(affinity, n);
    // The reference lifts degrees to 1e-12, which one of its images, of degree 3e-15, is below.
    assertThat(normalized.values())
        .containsExactly(matrix(reference.get("normalized")), within(1e-6));
    int clusters = reference.get("clusters").intValue();
    double[] values = SpectralEmbedding.of(normalized, clusters).values();
    assertThat(Arrays.copyOf(values, clusters))
        .containsExactly(
            StreamSupport.stream(reference.get("topEigenvalues").spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray(),
            within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"1,30", "7,30", "50,30", "200,30", "200,1", "37,5"})
  void powerIterationEqualsItsPlainLoop(int steps, int columns) {
    int[] blocks = Blocks.strewn(4, 8, 3);
    int n = blocks.length;
    NormalizedAffinity affinity = NormalizedAffinity.of(Blocks.affinity(blocks, .01, 3), n);
    double[] expected = stepwise(affinity, steps, columns, 11);
    assertThat(new PowerEmbedding(new PowerSpec(columns, steps)).of(affinity, 11))
        .containsExactly(expected, within(2e-4));
  }

  @Test
  void normalizationDoesNotSeeTheScale() {
    double[] affinity = Blocks.affinity(Blocks.strewn(3, 5, 2), .1, 2);
    double[] scaled = Arrays.stream(affinity).map(weight -> weight * 1e-30).toArray();
    assertThat(NormalizedAffinity.of(scaled, 18).values())
        .containsExactly(NormalizedAffinity.of(affinity, 18).values(), within(1e-12));
    assertThat(NormalizedAffinity.of(scaled, 18).isolated()).isZero();
  }

  @Test
  void eigengapIsZeroWithMoreComponentsThanClusters() {
    int[] blocks = Blocks.strewn(5, 6, 1);
    NormalizedAffinity affinity =
        NormalizedAffinity.of(Blocks.affinity(blocks, 0, 1), blocks.length);
    assertThat(SpectralEmbedding.of(affinity, 3).eigengap()).isCloseTo(0, within(1e-12));
    assertThat(SpectralEmbedding.of(affinity, 5).eigengap()).isGreaterThan(.5);
    assertThat(SpectralEmbedding.of(affinity, blocks.length).eigengap()).isNaN();
  }

  private static double[] stepwise(NormalizedAffinity affinity, int steps, int columns, long seed) {
    int n = affinity.n();
    Random random = new Random(seed);
    double[] block = new double[n * columns];
    Arrays.setAll(block, k -> random.nextGaussian());
    for (int step = 0; step < steps; step++) {
      double[] next = new double[block.length];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          for (int k = 0; k < columns; k++) {
            next[i * columns + k] += affinity.values()[i * n + j] * block[j * columns + k];
          }
        }
      }
      block = next;
    }
    return UnitRows.of(block, columns);
  }

  private static double[] matrix(JsonNode rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .flatMap(row -> StreamSupport.stream(row.spliterator(), false))
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }
}
