/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.network.Architecture;
import io.github.subspark.network.EncoderLayer;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryEstimateTest {
  /** Of a bare JVM, beside its trainings. */
  private static final long PROCESS_BYTES = 240L << 20;

  private static final Architecture COLOUR =
      new Architecture(3, 32, 32, List.of(new EncoderLayer(8, 3), new EncoderLayer(4, 3)));

  private static final TrainingSpec DL4J = spec(EngineKind.DL4J);
  private static final TrainingSpec TORCH = spec(EngineKind.TORCH);

  private static TrainingSpec spec(EngineKind engine) {
    return new TrainingSpec(engine, 1200, 256, 40, 1e-3, new RestartSpec(1, 8, 200, 0.5, 0.1));
  }

  private static Architecture grey(int channels) {
    return new Architecture(1, 32, 32, List.of(new EncoderLayer(channels, 3)));
  }

  @Test
  void foretellsMeasuredPeaks() {
    // Megabytes of resident memory of bare JVMs, least and most, one to five trainings in a row.
    assertForetells(DL4J, grey(3), 1440, 314, 362);
    assertForetells(DL4J, grey(15), 1440, 322, 387);
    assertForetells(DL4J, grey(1), 7200, 1208, 1301);
    assertForetells(DL4J, grey(2), 7200, 1358, 1417);
    assertForetells(DL4J, COLOUR, 1440, 240, 253);
    assertForetells(DL4J, COLOUR, 720, 207, 207);
  }

  @Test
  void foretellsMeasuredPeaksOfLibtorch() {
    assertForetells(TORCH, grey(3), 1440, 587, 613);
    assertForetells(TORCH, grey(15), 1440, 780, 901);
    assertForetells(TORCH, grey(1), 7200, 2150, 2385);
    assertForetells(TORCH, COLOUR, 1440, 814, 887);
    assertForetells(TORCH, COLOUR, 720, 606, 623);
  }

  private static void assertForetells(
      TrainingSpec training, Architecture architecture, int images, double least, double most) {
    long pixels = 4L * images * architecture.imageChannels() * 32 * 32;
    long bytes =
        PROCESS_BYTES
            + pixels
            + MemoryEstimate.finetuning(training, architecture, images).totalBytes();
    assertThat(bytes / 1e6).isBetween(most / 1.2, 1.5 * least);
  }

  @Test
  void coefficientsRuleLargeSets() {
    MemoryEstimate estimate = MemoryEstimate.finetuning(DL4J, grey(1), 40_000);
    assertThat(estimate.offHeapBytes()).isBetween(12L * 40_000 * 40_000, 13L * 40_000 * 40_000);
    assertThat(estimate.heapBytes()).isBetween(4L * 40_000 * 40_000, 5L * 40_000 * 40_000);
    assertThat(MemoryEstimate.finetuningOnGpu(DL4J, grey(1), 40_000))
        .isGreaterThan(20L * 40_000 * 40_000);
  }

  @Test
  void pretrainingHoldsTheImagesOnceMore() {
    MemoryEstimate estimate = MemoryEstimate.pretraining(DL4J, grey(3), 1440);
    assertThat(estimate.heapBytes()).isBetween(4L * 1440 * 1024, 20L << 20);
    assertThat(estimate.totalBytes()).isLessThan(32L << 20);
    // A bare JVM after pretrainings by libtorch had peaked at 415 to 439 MB.
    long libtorch = MemoryEstimate.pretraining(TORCH, grey(3), 1440).totalBytes();
    assertThat((PROCESS_BYTES + 4L * 1440 * 1024 + libtorch) / 1e6).isBetween(439 / 1.2, 1.5 * 415);
  }
}
