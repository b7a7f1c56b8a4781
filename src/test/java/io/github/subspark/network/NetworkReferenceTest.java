/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import static io.github.subspark.network.Reference.assertClose;
import static io.github.subspark.network.Reference.rowMajor;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The fine-tuning network against independent float64 values. */
class NetworkReferenceTest {
  static Stream<Reference> cases() {
    return Reference.cases("network.json");
  }

  private static AutoencoderGraph graph(Reference reference) {
    AutoencoderGraph graph =
        AutoencoderGraph.finetuning(
            reference.architecture(),
            reference.attention(),
            reference.spec(),
            reference.count(),
            reference.learningRate());
    reference.initialize(graph);
    return graph;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossTermsAndLatent(Reference reference) {
    try (AutoencoderGraph graph = graph(reference)) {
      LossTerms loss = graph.loss(reference.images());
      assertClose("reconstruction", loss.reconstruction(), reference.expected("reconstruction"));
      assertClose("regularization", loss.regularization(), reference.expected("regularization"));
      assertClose("selfExpression", loss.selfExpression(), reference.expected("selfExpression"));
      assertClose("total", loss.total(), reference.expected("total"));
      Map<String, INDArray> activations = graph.graph().feedForward(reference.images(), true);
      int last = reference.architecture().layers().size() - 1;
      String latent =
          reference.attention() == Attention.NONE
              ? "encoder." + last
              : GraphConfigurations.ATTENTION;
      assertClose("latent", rowMajor(activations.get(latent)), reference.expected("latent"));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradients(Reference reference) {
    try (AutoencoderGraph graph = graph(reference)) {
      graph.graph().setInputs(reference.images());
      graph.graph().setLabels(reference.images());
      graph.graph().computeGradientAndScore();
      Map<String, INDArray> gradients = graph.graph().gradient().gradientForVariable();
      assertThat(gradients).hasSameSizeAs(reference.names());
      gradients.forEach(
          (key, array) ->
              assertClose(
                  key,
                  rowMajor(array),
                  reference.expected("gradients").get(AutoencoderGraph.parameterName(key))));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void threeAdamSteps(Reference reference) {
    try (AutoencoderGraph graph = graph(reference)) {
      for (int step = 0; step < 3; step++) {
        assertClose(
            "total before step " + step,
            graph.step(reference.images()).total(),
            reference.expected("totalsBeforeEachAdamStep").get(step));
      }
      reference
          .names()
          .forEach(
              name ->
                  assertClose(
                      name,
                      rowMajor(graph.parameter(name)),
                      reference.expected("parametersAfterThreeAdamSteps").get(name)));
    }
  }
}
