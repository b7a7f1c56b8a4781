/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AutoencoderGraphTest {
  private static final Architecture ARCHITECTURE =
      new Architecture(1, 8, 8, List.of(new EncoderLayer(3, 3), new EncoderLayer(8, 5)));
  private static final NetworkSpec SPEC = spec(AttentionPlace.ENCODER);
  private static final int COUNT = 6;

  private static NetworkSpec spec(AttentionPlace place) {
    return new NetworkSpec(List.of(), 3, 0.7, 2, 0.5, 0.4, place);
  }

  static Stream<Arguments> kindsAndPlaces() {
    return Stream.of(Attention.values())
        .flatMap(kind -> Stream.of(AttentionPlace.values()).map(p -> Arguments.of(kind, p)));
  }

  private static AutoencoderGraph graph(Attention attention) {
    return graph(attention, AttentionPlace.ENCODER);
  }

  private static AutoencoderGraph graph(Attention attention, AttentionPlace place) {
    return AutoencoderGraph.finetuning(ARCHITECTURE, attention, spec(place), COUNT, 1e-3)
        .initialize(5);
  }

  private static INDArray images() {
    float[] pixels = new float[COUNT * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (0.5 + 0.5 * Math.sin(0.37 * i + 0.011 * i * (i % 17)));
    }
    return Nd4j.createFromArray(pixels).reshape('c', COUNT, 64);
  }

  @ParameterizedTest
  @MethodSource("kindsAndPlaces")
  void configurationSurvivesJson(Attention attention, AttentionPlace place) {
    try (AutoencoderGraph graph = graph(attention, place)) {
      String json = graph.graph().getConfiguration().toJson();
      ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(json);
      assertThat(read.toJson()).isEqualTo(json);
      ComputationGraph copy = new ComputationGraph(read);
      copy.init();
      copy.params().assign(graph.graph().params());
      assertThat(copy.outputSingle(images())).isEqualTo(graph.graph().outputSingle(images()));
    }
  }

  @Test
  void graphSurvivesDl4jsModelFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("graph.zip");
    try (AutoencoderGraph graph = graph(Attention.CHANNEL)) {
      graph.step(images());
      ModelSerializer.writeModel(graph.graph(), file.toFile(), true);
      ComputationGraph read = ModelSerializer.restoreComputationGraph(file.toFile());
      assertThat(read.params()).isEqualTo(graph.graph().params());
      double before = graph.step(images()).total();
      read.fit(new INDArray[] {images()}, new INDArray[] {images()});
      assertThat(read.score()).isEqualTo(before);
      assertThat(read.params()).isEqualTo(graph.graph().params());
      read.close();
    }
  }

  /** Central differences of the loss along the gradient and along one axis of each parameter. */
  @ParameterizedTest
  @MethodSource("kindsAndPlaces")
  void gradientIsTheSlopeOfTheLoss(Attention attention, AttentionPlace place) {
    try (AutoencoderGraph graph = graph(attention, place)) {
      // Far from 1e-8, where C is all but a constant.
      graph.set(
          "coefficients", new InitialWeights(3).draw("some.weight", new long[] {COUNT, COUNT}));
      // With zero biases many a ReLU sits exactly at its kink.
      graph.parameters().forEach(AutoencoderGraphTest::raiseBias);
      graph.parameters().forEach(AutoencoderGraphTest::steepen);
      graph.graph().setInputs(images());
      graph.graph().setLabels(images());
      graph.graph().computeGradientAndScore();
      Map<String, INDArray> gradients = graph.graph().gradient().gradientForVariable();
      assertThat(gradients).isNotEmpty();
      gradients.forEach(
          (key, view) -> {
            INDArray gradient = view.dup();
            double norm = gradient.norm2Number().doubleValue();
            INDArray parameter = graph.parameter(AutoencoderGraph.parameterName(key));
            INDArray middle = parameter.dup();
            // A step that changes the loss by enough to be seen in float32, yet is short.
            double step = Math.min(1e-3, 0.02 / norm);
            parameter.assign(middle.add(gradient.mul(step / norm)));
            double up = graph.loss(images()).total();
            parameter.assign(middle.sub(gradient.mul(step / norm)));
            double down = graph.loss(images()).total();
            parameter.assign(middle);
            assertThat((up - down) / (2 * step))
                .as(key)
                .isCloseTo(norm, within(0.02 * norm + 0.02));
          });
    }
  }

  /** With first weights a gate is nearly constant, and errors of its slope hardly show. */
  private static void steepen(String name, INDArray parameter) {
    if (name.contains("attention") && name.endsWith("weight")) {
      parameter.muli(4);
    }
  }

  private static void raiseBias(String name, INDArray parameter) {
    if (name.endsWith("bias")) {
      parameter.assign(0.05);
    }
  }

  @Test
  void constantGateIsHalfOfNoGate() {
    try (AutoencoderGraph gated = graph(Attention.CONSTANT);
        AutoencoderGraph plain = graph(Attention.NONE)) {
      INDArray latent = plain.graph().feedForward(images(), false).get("encoder.1");
      INDArray halved = gated.graph().feedForward(images(), false).get("attention");
      assertThat(halved.mul(2)).isEqualTo(latent);
    }
  }

  @Test
  void attentionsHiddenUnitsStartActive() {
    for (long seed = 0; seed < 20; seed++) {
      try (AutoencoderGraph graph =
          AutoencoderGraph.finetuning(
                  new Architecture(1, 8, 8, List.of(new EncoderLayer(1, 3))),
                  Attention.CHANNEL,
                  SPEC,
                  COUNT,
                  1e-3)
              .initialize(seed)) {
        graph.set("encoder.0.bias", new float[] {1f});
        graph.loss(images());
        assertThat(graph.gateStatistics().orElseThrow().activeUnits()).isEqualTo(1);
      }
    }
  }

  @Test
  void weightsAreTheSameForEveryArm() {
    try (AutoencoderGraph none = graph(Attention.NONE);
        AutoencoderGraph channel = graph(Attention.CHANNEL)) {
      none.parameters()
          .forEach((name, array) -> assertThat(channel.parameter(name)).isEqualTo(array));
      assertThat(none.coefficients()).containsOnly(InitialWeights.COEFFICIENT);
    }
  }

  @Test
  void pretrainedParametersAreCopiedByName() {
    try (AutoencoderGraph pretrained =
            AutoencoderGraph.pretraining(ARCHITECTURE, 1e-3).initialize(77);
        AutoencoderGraph graph = graph(Attention.CHANNEL)) {
      INDArray attention = graph.parameter("attention.fc1.weight").dup();
      graph.copyPretrained(pretrained.flatParameters());
      pretrained
          .parameters()
          .forEach((name, array) -> assertThat(graph.parameter(name)).isEqualTo(array));
      assertThat(graph.parameter("attention.fc1.weight")).isEqualTo(attention);
      assertThatThrownBy(() -> graph.copyPretrained(new float[5000]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void unknownParameterIsNamed() {
    try (AutoencoderGraph graph = graph(Attention.NONE)) {
      assertThatThrownBy(() -> graph.parameter("attention.fc1.weight"))
          .hasMessageContaining("attention.fc1.weight");
    }
  }

  @Test
  void backendIsTheProcessors() {
    Backend backend = Backend.loaded().require(Backend.Device.CPU);
    assertThat(backend.name()).isEqualTo("CpuBackend");
    assertThat(backend.version()).startsWith("1.0.0");
    assertThatThrownBy(() -> backend.require(Backend.Device.GPU))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CpuBackend");
  }
}
