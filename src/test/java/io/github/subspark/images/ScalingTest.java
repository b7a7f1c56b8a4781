/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScalingTest {

  @Test
  void equalSizesAreLeftAlone() {
    Raster image = noise(5, 7);
    assertThat(new Scaling(5, 7).apply(image)).isSameAs(image);
  }

  @Test
  void wholeFactorsAverageBlocks() {
    Raster image = new Raster(1, 2, 4, new float[] {0, .2f, 1, 1, .4f, .6f, 0, 0});
    assertThat(new Scaling(1, 2).apply(image).pixels()).containsExactly(.3f, .5f);
  }

  @Test
  void fractionalFactorsWeighByArea() {
    Raster image = new Raster(1, 1, 3, new float[] {0, .6f, .9f});
    assertThat(new Scaling(1, 2).apply(image).pixels())
        .containsExactly(new float[] {.2f, .8f}, within(1e-6f));
  }

  @Test
  void growingIsLinearBetweenCentres() {
    Raster image = new Raster(1, 1, 2, new float[] {0, 1});
    assertThat(new Scaling(1, 4).apply(image).pixels()).containsExactly(0, .25f, .75f, 1);
  }

  @Test
  void shrinkingKeepsTheMean() {
    for (int size : new int[] {1, 2, 13, 32, 33}) {
      assertThat(mean(new Scaling(size, 9).apply(noise(33, 40)).pixels()))
          .isCloseTo(mean(noise(33, 40).pixels()), within(1e-6));
    }
  }

  @Test
  void eachAxisByItself() {
    Raster image = new Raster(3, 4, 2, noise(3, 8).pixels());
    Raster scaled = new Scaling(2, 5).apply(image);
    assertThat(scaled.channels()).isEqualTo(3);
    assertThat(scaled.pixels()).hasSize(30);
    // Left edge of the second channel: the average of two rows, no blend across columns.
    assertThat(scaled.pixels()[10])
        .isCloseTo((image.pixels()[8] + image.pixels()[10]) / 2, within(1e-6f));
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static Raster noise(int height, int width) {
    SplittableRandom random = new SplittableRandom(3);
    float[] pixels = new float[height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return new Raster(1, height, width, pixels);
  }
}
