/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Steps in host memory, also over many blocks of images, and steps by libtorch are the steps of the
 * graph's fit.
 */
class PretrainingStepTest {
  private static final int COUNT = 100;
  private static final int BATCH = 64;

  static Stream<Architecture> architectures() {
    return Stream.of(
        new Architecture(1, 32, 32, List.of(new EncoderLayer(3, 3))),
        new Architecture(
            3,
            16,
            24,
            List.of(new EncoderLayer(5, 5), new EncoderLayer(4, 3), new EncoderLayer(6, 4))));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void hostStepsAreTheGraphsSteps(Architecture architecture) {
    assertGraphsSteps(architecture, HostPretrainingStep::new);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void torchStepsAreTheGraphsSteps(Architecture architecture) {
    assertGraphsSteps(architecture, PretrainingStep.ofTorch(Libtorch.CPU));
  }

  private static void assertGraphsSteps(Architecture architecture, PretrainingStep.Factory steps) {
    float[] pixels = pixels(architecture);
    try (AutoencoderGraph fitted = AutoencoderGraph.pretraining(architecture, 1e-3).initialize(4);
        AutoencoderGraph stepped = AutoencoderGraph.pretraining(architecture, 1e-3).initialize(4);
        PretrainingStep fit = new GraphPretrainingStep(fitted, pixels);
        PretrainingStep step = steps.of(stepped, pixels, 1e-3)) {
      INDArray first = fitted.graph().params().dup();
      int[] order = IntStream.range(0, COUNT).map(i -> (37 * i + 11) % COUNT).toArray();
      for (int epoch = 0; epoch < 3; epoch++) {
        for (int from = 0; from < COUNT; from += BATCH) {
          int count = Math.min(BATCH, COUNT - from);
          double loss = fit.take(order, from, count);
          assertThat(step.take(order, from, count)).isCloseTo(loss, within(1e-5 * loss));
        }
      }
      INDArray moved = fitted.graph().params().sub(first);
      INDArray apart = fitted.graph().params().sub(stepped.graph().params());
      assertThat(apart.amaxNumber().doubleValue())
          .isLessThan(1e-2 * moved.amaxNumber().doubleValue());
    }
  }

  private static float[] pixels(Architecture architecture) {
    SplittableRandom random = new SplittableRandom(2);
    int size = architecture.imageChannels() * architecture.height() * architecture.width();
    float[] pixels = new float[COUNT * size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return pixels;
  }
}
