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
  void coversMeasuredPeaksWithoutWaste() {
    // Megabytes measured beside an idle process, after five cells in a row.
    assertCovers(MemoryEstimate.finetuning(grey(1), 1440), 117);
    assertCovers(MemoryEstimate.finetuning(grey(3), 1440), 186);
    assertCovers(MemoryEstimate.finetuning(grey(15), 1440), 353);
  }

  private static void assertCovers(MemoryEstimate estimate, double measured) {
    assertThat(estimate.offHeapBytes() / 1e6).isBetween(measured, 2 * measured);
  }

  @Test
  void coefficientsRuleLargeSets() {
    MemoryEstimate estimate = MemoryEstimate.finetuning(grey(1), 40_000);
    assertThat(estimate.offHeapBytes()).isGreaterThan(4L * 5 * 40_000 * 40_000);
    assertThat(estimate.heapBytes()).isEqualTo(8L * 40_000 * 40_000);
  }

  @Test
  void pretrainingHoldsTheImagesOnceMore() {
    MemoryEstimate estimate = MemoryEstimate.pretraining(grey(3), 1440);
    assertThat(estimate.heapBytes()).isBetween(4L * 1440 * 1024, 20L << 20);
    assertThat(estimate.totalBytes()).isLessThan(32L << 20);
  }
}
