/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.network.Architecture;
import io.github.subspark.network.EncoderLayer;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryEstimateTest {
  private static Architecture grey(int channels) {
    return new Architecture(1, 32, 32, List.of(new EncoderLayer(channels, 3)));
  }

  @Test
  void foretellsMeasuredPeaks() {
    // Megabytes of resident memory of bare JVMs, least and most, one to five trainings in a row.
    assertForetells(grey(3), 1440, 300, 383);
    assertForetells(grey(15), 1440, 491, 522);
    assertForetells(grey(1), 7200, 1772, 1818);
    Architecture colour =
        new Architecture(3, 32, 32, List.of(new EncoderLayer(8, 3), new EncoderLayer(4, 3)));
    assertForetells(colour, 1440, 406, 422);
    assertForetells(colour, 720, 265, 274);
  }

  private static void assertForetells(
      Architecture architecture, int images, double least, double most) {
    long pixels = 4L * images * architecture.imageChannels() * 32 * 32;
    long bytes =
        MemoryEstimate.PROCESS_BYTES
            + pixels
            + MemoryEstimate.finetuning(architecture, images).totalBytes();
    assertThat(bytes / 1e6).isBetween(most / 1.2, 1.5 * least);
  }

  @Test
  void coefficientsRuleLargeSets() {
    MemoryEstimate estimate = MemoryEstimate.finetuning(grey(1), 40_000);
    assertThat(estimate.offHeapBytes()).isGreaterThan(20L * 40_000 * 40_000);
    assertThat(estimate.heapBytes()).isEqualTo(8L * 40_000 * 40_000);
  }

  @Test
  void pretrainingHoldsTheImagesOnceMore() {
    MemoryEstimate estimate = MemoryEstimate.pretraining(grey(3), 1440);
    assertThat(estimate.heapBytes()).isBetween(4L * 1440 * 1024, 20L << 20);
    assertThat(estimate.totalBytes()).isLessThan(32L << 20);
  }
}
