/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import io.github.subspark.Seeds;
import java.util.SplittableRandom;

/**
 * Draws a network's first weights. Each parameter draws from a seed of its own, derived from the
 * network's seed and the parameter's name: so the weights are the same on every backend, and the
 * same for every attention arm of a seed.
 *
 * <p>Weights are uniform in +-sqrt(6 / (fan in + fan out)) (Glorot and Bengio 2010; what DSC-Net's
 * xavier_initializer_conv2d does), biases zero. Attention's fc1 takes absolute values: GAP(F) is
 * not negative, so that its hidden units start active for every image; with signs a lone unit is
 * dead from birth in half of the seeds at one channel. Coefficients start at 1e-8, as in DSC-Net.
 */
final class InitialWeights {
  /** First value of every coefficient: N x N of them are better not drawn as an array. */
  static final float COEFFICIENT = 1e-8f;

  private final long seed;

  InitialWeights(long seed) {
    this.seed = seed;
  }

  /**
   * First values of one parameter that is not the coefficients, row-major.
   *
   * @param name as {@link AutoencoderGraph} names it, 'encoder.0.weight'
   * @param shape [output][input] and, for convolutions, [row][column]
   */
  float[] draw(String name, long[] shape) {
    float[] values = new float[Math.toIntExact(product(shape, 0))];
    if (name.endsWith("weight")) {
      double area = product(shape, 2);
      double bound = Math.sqrt(6 / ((shape[0] + shape[1]) * area));
      SplittableRandom random = new SplittableRandom(Seeds.derive(seed, name));
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (bound * (2 * random.nextDouble() - 1));
      }
      if (name.endsWith("attention." + ChannelAttention.FC1_WEIGHT)) {
        for (int i = 0; i < values.length; i++) {
          values[i] = Math.abs(values[i]);
        }
      }
    }
    return values;
  }

  private static long product(long[] shape, int from) {
    long product = 1;
    for (int i = from; i < shape.length; i++) {
      product *= shape[i];
    }
    return product;
  }
}
