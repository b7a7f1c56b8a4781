/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostSelfExpressionTest {
  /** More than there are rows of the gradient at a time. */
  private static final int IMAGES = 1600;

  private static final double LEARNING_RATE = 1e-3;
  private static final double LAMBDA1 = 2;

  @Test
  void everyRowOfManyTakesAdamsFirstStep() {
    Architecture architecture = new Architecture(1, 4, 4, List.of(new EncoderLayer(1, 3)));
    int size = architecture.latentSize();
    NetworkSpec network =
        new NetworkSpec(List.of(), 3, LAMBDA1, 12.5, 0.5, 0.5, AttentionPlace.ENCODER);
    Random random = new Random(3);
    float[] latent = gaussian(random, IMAGES * size);
    float[] delta = gaussian(random, IMAGES * size);
    try (AutoencoderGraph graph =
            AutoencoderGraph.finetuning(
                architecture, Attention.NONE, network, IMAGES, LEARNING_RATE);
        HostSelfExpression expression =
            new HostSelfExpression(graph.initialize(1), IMAGES, size, LEARNING_RATE)) {
      float before = graph.coefficients()[0];
      expression.latent.write(0, latent);
      expression.delta.write(0, delta);
      expression.update();

      float[] after = graph.coefficients();
      double squares = 0;
      for (int i = 0; i < IMAGES; i++) {
        for (int j = 0; j < IMAGES; j++) {
          float value = after[i * IMAGES + j];
          squares += value * value;
          if (j % 97 == 0) {
            double slope = 2 * LAMBDA1 * before;
            for (int k = 0; k < size; k++) {
              slope += delta[i * size + k] * latent[j * size + k];
            }
            assertThat((double) value)
                .isCloseTo(before - firstStep(slope), within(1e-5 * LEARNING_RATE + 1e-9));
          }
        }
      }
      assertThat(expression.regularization()).isCloseTo(squares, within(1e-5 * squares));
    }
  }

  private static double firstStep(double slope) {
    double mean = (1 - HostAdam.BETA1) * slope;
    double variance = (1 - HostAdam.BETA2) * slope * slope;
    return HostAdam.rate(LEARNING_RATE, 1) * mean / (Math.sqrt(variance) + HostAdam.EPSILON);
  }

  private static float[] gaussian(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
