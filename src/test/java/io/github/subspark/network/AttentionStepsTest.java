/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import static io.github.subspark.network.Reference.rowMajor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Every kind of attention, by the layers of the graph, in host memory and by libtorch's automatic
 * differentiation: the same steps.
 */
class AttentionStepsTest {
  private static final Architecture ARCHITECTURE =
      new Architecture(2, 8, 8, List.of(new EncoderLayer(3, 3), new EncoderLayer(9, 3)));
  private static final int COUNT = 7;
  private static final int STEPS = 3;
  private static final double RATE = 1e-3;

  private record Taken(List<Double> losses, GateStatistics gate, AutoencoderGraph graph) {}

  static Stream<Arguments> kindsAndPlaces() {
    return Stream.of(Attention.values())
        .flatMap(kind -> Stream.of(AttentionPlace.values()).map(p -> Arguments.of(kind, p)));
  }

  @ParameterizedTest
  @MethodSource("kindsAndPlaces")
  void stepsAreTheSameByEveryWay(Attention kind, AttentionPlace place) {
    Taken layers =
        take(kind, place, (graph, pixels, rate) -> new GraphFineTuningStep(graph, pixels));
    List<Taken> others =
        List.of(
            take(kind, place, FineTuningStep.ofDl4j()),
            take(kind, place, FineTuningStep.ofTorch(Libtorch.CPU)));
    for (Taken other : others) {
      for (int i = 0; i < layers.losses.size(); i++) {
        double loss = layers.losses.get(i);
        assertThat(other.losses.get(i)).isCloseTo(loss, within(2e-5 * loss));
      }
      layers.graph.parameters().forEach((name, array) -> assertClose(name, array, other));
      assertThat(other.gate == null).isEqualTo(!kind.looks());
      if (kind.looks()) {
        assertThat(other.gate.mean()).isCloseTo(layers.gate.mean(), within(1e-5));
        assertThat(other.gate.spread()).isCloseTo(layers.gate.spread(), within(1e-5));
        assertThat(other.gate.activeUnits()).isEqualTo((Double) layers.gate.activeUnits());
      }
      other.graph.close();
    }
    layers.graph.close();
  }

  private static void assertClose(String name, INDArray array, Taken other) {
    float[] expected = rowMajor(array);
    float[] values = rowMajor(other.graph.parameter(name));
    for (int i = 0; i < values.length; i++) {
      // Adam moves each by up to a rate a step, whatever the size of its gradient.
      assertThat(values[i])
          .as("%s[%d]", name, i)
          .isCloseTo(expected[i], within((float) (0.03 * STEPS * RATE)));
    }
  }

  private static Taken take(Attention kind, AttentionPlace place, FineTuningStep.Factory steps) {
    NetworkSpec spec = new NetworkSpec(List.of(), 3, 0.7, 2, 0.5, 0.4, place);
    AutoencoderGraph graph =
        AutoencoderGraph.finetuning(ARCHITECTURE, kind, spec, COUNT, RATE).initialize(6);
    graph.set("coefficients", new InitialWeights(3).draw("a.weight", new long[] {COUNT, COUNT}));
    List<Double> losses = new ArrayList<>();
    try (FineTuningStep step = steps.of(graph, pixels(), RATE)) {
      for (int i = 0; i < STEPS; i++) {
        losses.add(step.take().total());
      }
      losses.add(step.loss().total());
      return new Taken(losses, step.gateStatistics().orElse(null), graph);
    }
  }

  private static float[] pixels() {
    float[] pixels = new float[COUNT * 128];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (0.5 + 0.5 * Math.sin(0.37 * i + 0.011 * i * (i % 17)));
    }
    return pixels;
  }
}
