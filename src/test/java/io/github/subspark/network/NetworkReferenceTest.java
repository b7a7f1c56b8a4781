/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import static io.github.subspark.network.Reference.assertClose;
import static io.github.subspark.network.Reference.rowMajor;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.TensorVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The fine-tuning network against independent float64 values, computed by each library. */
class NetworkReferenceTest {
  static Stream<Reference> cases() {
    return Reference.cases("network.json");
  }

  static Stream<Arguments> casesAndLibraries() {
    return cases()
        .flatMap(
            reference ->
                Stream.of(
                    Arguments.of(reference, "dl4j", FineTuningStep.ofDl4j()),
                    Arguments.of(
                        reference, "fit", (FineTuningStep.Factory) NetworkReferenceTest::fit),
                    Arguments.of(reference, "torch", FineTuningStep.ofTorch(Libtorch.CPU))));
  }

  /** The general path, which GPUs take. */
  private static FineTuningStep fit(AutoencoderGraph graph, float[] pixels, double learningRate) {
    return new GraphFineTuningStep(graph, pixels);
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

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("casesAndLibraries")
  void lossTerms(Reference reference, String library, FineTuningStep.Factory steps) {
    try (AutoencoderGraph graph = graph(reference);
        FineTuningStep step = steps.of(graph, reference.pixels(), reference.learningRate())) {
      LossTerms loss = step.loss();
      assertClose("reconstruction", loss.reconstruction(), reference.expected("reconstruction"));
      assertClose("regularization", loss.regularization(), reference.expected("regularization"));
      assertClose("selfExpression", loss.selfExpression(), reference.expected("selfExpression"));
      assertClose("total", loss.total(), reference.expected("total"));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void latent(Reference reference) {
    try (AutoencoderGraph graph = graph(reference)) {
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
  void latentOnTorch(Reference reference) {
    PointerScope scope = new PointerScope();
    try (scope;
        AutoencoderGraph graph = graph(reference);
        TorchFineTuningStep step = torch(graph, reference)) {
      TorchNetwork network = step.network();
      assertClose(
          "latent",
          TorchFineTuningStep.floats(step.gated(network.encode(network.images()))),
          reference.expected("latent"));
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
  void gradientsOnTorch(Reference reference) {
    PointerScope scope = new PointerScope();
    try (scope;
        AutoencoderGraph graph = graph(reference);
        TorchFineTuningStep step = torch(graph, reference)) {
      TensorVector gradients = step.network().gradients(step.pass());
      List<String> names = reference.names();
      assertThat(gradients.size()).isEqualTo(names.size());
      for (int i = 0; i < names.size(); i++) {
        assertClose(
            names.get(i),
            TorchFineTuningStep.floats(gradients.get(i)),
            reference.expected("gradients").get(names.get(i)));
      }
    }
  }

  private static TorchFineTuningStep torch(AutoencoderGraph graph, Reference reference) {
    return new TorchFineTuningStep(
        graph, reference.pixels(), reference.learningRate(), Libtorch.CPU);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("casesAndLibraries")
  void threeAdamSteps(Reference reference, String library, FineTuningStep.Factory steps) {
    try (AutoencoderGraph graph = graph(reference)) {
      try (FineTuningStep step = steps.of(graph, reference.pixels(), reference.learningRate())) {
        for (int i = 0; i < 3; i++) {
          assertClose(
              "total before step " + i,
              step.take().total(),
              reference.expected("totalsBeforeEachAdamStep").get(i));
        }
      }
      for (String name : reference.names()) {
        assertClose(
            name,
            rowMajor(graph.parameter(name)),
            reference.expected("parametersAfterThreeAdamSteps").get(name));
      }
    }
  }
}
