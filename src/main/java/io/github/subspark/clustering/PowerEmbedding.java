/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import io.github.subspark.linalg.FloatMatrix;
import io.github.subspark.linalg.Form;
import java.util.Random;

/**
 * Block power iteration: S^steps G with Gaussian columns G, not orthogonalised, rows scaled to unit
 * length. Up to the randomness of G, distances between rows are those between the rows of all
 * eigenvectors weighted by eigenvalue^steps, so that no number of eigenvectors is chosen.
 *
 * <p>No rescaling between steps is needed: each connected component of S has spectral radius 1, so
 * its rows neither grow nor vanish; those of isolated images vanish, as they should. For the same
 * reason single precision does: S has no negative entries, so its powers have no cancellation, and
 * a direction that the rounding hides is one that eigenvalue^steps has already made small against
 * the component's leading one.
 *
 * <p>The power is not taken step by step: while the steps still to go cost more than a product of
 * two matrices, S is squared and their number halved.
 */
final class PowerEmbedding {
  /**
   * Smaller entries of S and its powers become 0: their products would be denormal numbers, which
   * some processors compute many times slower.
   */
  private static final float NEGLIGIBLE = 1.1e-19f;

  private final PowerSpec spec;

  PowerEmbedding(PowerSpec spec) {
    this.spec = spec;
  }

  /** The embedded images, n x columns, row-major, rows of unit length (isolated images: zero). */
  double[] of(NormalizedAffinity affinity, long seed) {
    int n = affinity.n();
    float[] block = iterate(affinity, gaussian(n * spec.columns(), seed));
    double[] rows = new double[block.length];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = block[k];
    }
    return UnitRows.of(rows, spec.columns());
  }

  private float[] iterate(NormalizedAffinity affinity, float[] start) {
    int n = affinity.n();
    FloatMatrix power = FloatMatrix.of(floats(affinity.values()), n, n);
    FloatMatrix block = FloatMatrix.of(start, n, spec.columns());
    FloatMatrix next = FloatMatrix.allocate(n, spec.columns());
    try {
      int steps = spec.steps();
      while (steps > 0) {
        boolean squaring = steps > 1 && (long) steps * spec.columns() > n;
        if (!squaring || steps % 2 == 1) {
          FloatMatrix.multiply(power, Form.PLAIN, block, Form.PLAIN, next);
          FloatMatrix swapped = block;
          block = next;
          next = swapped;
          steps--;
        }
        if (squaring) {
          power = squared(power);
          steps /= 2;
        }
      }
      return block.toArray();
    } finally {
      power.close();
      block.close();
      next.close();
    }
  }

  /** Closes what it is given; S is symmetric, so that S S^T is its square. */
  private static FloatMatrix squared(FloatMatrix power) {
    FloatMatrix square = FloatMatrix.allocate(power.rows(), power.rows());
    power.gram(square);
    power.close();
    square.flush(NEGLIGIBLE);
    return square;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      floats[k] = values[k] < NEGLIGIBLE ? 0 : (float) values[k];
    }
    return floats;
  }

  private static float[] gaussian(int size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int k = 0; k < size; k++) {
      values[k] = (float) random.nextGaussian();
    }
    return values;
  }
}
