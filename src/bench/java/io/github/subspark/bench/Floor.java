/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import io.github.subspark.linalg.FloatMatrix;
import io.github.subspark.linalg.Form;
import io.github.subspark.network.Attention;
import io.github.subspark.training.Engine;
import io.github.subspark.training.Pretrained;
import java.util.Arrays;

/** What an epoch of fine-tuning cannot be faster than: the three products with C. */
final class Floor {
  private static final int TIMES = 5;

  private Floor() {}

  /**
   * Measured in turn.
   *
   * @param epochAgainstGemms an epoch without attention, and its three products alone
   * @param attentionAgainstNone an epoch with channel attention, and one without
   */
  record Times(Pair epochAgainstGemms, Pair attentionAgainstNone) {}

  static Times of(Problem problem, int k, Engine ours, int rounds) {
    Pretrained start = Trainings.start(problem, k, ours);
    int n = problem.count();
    int d = problem.architecture(k).latentSize();
    try (FloatMatrix c = filled(n, n);
        FloatMatrix z = filled(n, d);
        FloatMatrix h = filled(n, d)) {
      gemms(c, z, h);
      Pair floor =
          Pair.inTurn(
              rounds,
              () -> Trainings.finetuning(problem, k, Attention.NONE, start, ours),
              () -> gemms(c, z, h));
      Pair attention =
          Pair.inTurn(
              rounds,
              () -> Trainings.finetuning(problem, k, Attention.CHANNEL, start, ours),
              () -> Trainings.finetuning(problem, k, Attention.NONE, start, ours));
      return new Times(floor, attention);
    }
  }

  private static FloatMatrix filled(int rows, int columns) {
    float[] values = new float[rows * columns];
    Arrays.fill(values, 0.5f);
    return FloatMatrix.of(values, rows, columns);
  }

  /** C Z, h Z^T and C^T h, each into memory that is there already; milliseconds, as a median. */
  private static double gemms(FloatMatrix c, FloatMatrix z, FloatMatrix h) {
    try (FloatMatrix product = FloatMatrix.allocate(z.rows(), z.columns());
        FloatMatrix gradient = FloatMatrix.allocate(c.rows(), c.columns())) {
      double[] taken = new double[TIMES];
      for (int i = 0; i < TIMES; i++) {
        long began = System.nanoTime();
        FloatMatrix.multiply(c, Form.PLAIN, z, Form.PLAIN, product);
        FloatMatrix.multiply(h, Form.PLAIN, z, Form.TRANSPOSED, gradient);
        FloatMatrix.multiply(c, Form.TRANSPOSED, h, Form.PLAIN, product);
        taken[i] = (System.nanoTime() - began) / 1e6;
      }
      return Pair.median(taken);
    }
  }
}
