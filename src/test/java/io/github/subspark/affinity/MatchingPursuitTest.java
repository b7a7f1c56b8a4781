/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MatchingPursuitTest {
  @Test
  void expressesAnImageByThoseThatItIsMadeOf() {
    // The third is .6 of the first and .8 of the second, all of unit length; the fourth is alone.
    float[] c =
        MatchingPursuit.coefficients(new float[] {1, 0, 0, 0, 1, 0, .6f, .8f, 0, 0, 0, 1}, 4);

    assertThat(c[2]).isCloseTo(.6f, within(1e-6f));
    assertThat(c[4 + 2]).isCloseTo(.8f, within(1e-6f));
    assertThat(c[3 * 4 + 2]).isZero();
    for (int i = 0; i < 4; i++) {
      assertThat(c[i * 4 + i]).isZero();
      assertThat(c[i * 4 + 3]).isZero();
    }
  }

  @Test
  void staysInTheSubspace() {
    int n = 40;
    float[] x = twoPlanes(n);
    float[] c = MatchingPursuit.coefficients(x, n);

    for (int j = 0; j < n; j++) {
      int chosen = 0;
      for (int i = 0; i < n; i++) {
        boolean same = i % 2 == j % 2;
        if (!same) {
          assertThat(c[i * n + j]).as("image %d of image %d", i, j).isZero();
        }
        chosen += c[i * n + j] == 0 ? 0 : 1;
      }
      assertThat(chosen).isBetween(1, 10);
    }
  }

  @Test
  void standsTwinsAndImagesOfZeros() {
    float[] c = MatchingPursuit.coefficients(new float[] {1, 0, 1, 0, 0, 0}, 3);

    assertThat(c[1]).isCloseTo(1, within(1e-6f));
    for (float value : c) {
      assertThat(value).isFinite();
    }
  }

  /** Images by turns in two orthogonal planes of six dimensions. */
  private static float[] twoPlanes(int n) {
    Random random = new Random(1);
    float[] x = new float[n * 6];
    for (int i = 0; i < n; i++) {
      int plane = i % 2 * 2;
      x[i * 6 + plane] = (float) random.nextGaussian();
      x[i * 6 + plane + 1] = (float) random.nextGaussian();
    }
    return x;
  }
}
