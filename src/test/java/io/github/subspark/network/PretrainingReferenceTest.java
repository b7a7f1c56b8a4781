/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import static io.github.subspark.network.Reference.assertClose;
import static io.github.subspark.network.Reference.rowMajor;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All ways of taking pretraining steps against independent float64 values. */
class PretrainingReferenceTest {
  static Stream<Reference> cases() {
    return Reference.cases("pretraining.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void graphSteps(Reference reference) {
    run(reference, (graph, pixels, learningRate) -> new GraphPretrainingStep(graph, pixels));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void hostSteps(Reference reference) {
    run(reference, HostPretrainingStep::new);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void torchSteps(Reference reference) {
    run(reference, PretrainingStep.ofTorch(Libtorch.CPU));
  }

  private static void run(Reference reference, PretrainingStep.Factory steps) {
    JsonNode losses = reference.expected("lossBeforeEachStep");
    int batch = reference.json().get("batchSize").asInt();
    int taken = 0;
    try (AutoencoderGraph graph =
        AutoencoderGraph.pretraining(reference.architecture(), reference.learningRate())) {
      reference.initialize(graph);
      try (PretrainingStep step = steps.of(graph, reference.pixels(), reference.learningRate())) {
        for (JsonNode epoch : reference.json().get("orders")) {
          int[] order = new int[epoch.size()];
          for (int i = 0; i < order.length; i++) {
            order[i] = epoch.get(i).asInt();
          }
          for (int from = 0; from < order.length; from += batch) {
            double loss = step.take(order, from, Math.min(batch, order.length - from));
            assertClose("loss before step " + taken, loss, losses.get(taken++));
          }
        }
      }
      assertThat(taken).isEqualTo(losses.size());
      for (String name : reference.names()) {
        assertClose(
            name,
            rowMajor(graph.parameter(name)),
            reference.expected("parametersAfterAllSteps").get(name));
      }
    }
  }
}
