/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.Attention;
import io.github.subspark.network.NetworkSpec;
import io.github.subspark.training.EpochListener;
import io.github.subspark.training.FineTuned;
import io.github.subspark.training.Pretrained;
import io.github.subspark.training.TrainingSpec;
import org.apache.spark.TaskContext;

/**
 * A {@link FakeEngine} that needs a GPU and has no code for any.
 *
 * @param where it needs one
 */
record GpuEngine(Where where) implements PretendedEngine {
  /** Who is told that there has to be a GPU. */
  enum Where {
    /** All. */
    EVERYWHERE,
    /** Only those who train: as if their machine had come after all were asked. */
    IN_TASKS
  }

  @Override
  public boolean needsGpu() {
    return where == Where.EVERYWHERE || TaskContext.get() != null;
  }

  @Override
  public Pretrained pretrain(
      Images images,
      Architecture architecture,
      TrainingSpec spec,
      long seed,
      EpochListener listener) {
    return new FakeEngine().pretrain(images, architecture, spec, seed);
  }

  @Override
  public FineTuned fineTune(
      Images images,
      Architecture architecture,
      Attention attention,
      NetworkSpec network,
      TrainingSpec spec,
      Pretrained pretrained,
      long seed,
      EpochListener listener) {
    return new FakeEngine()
        .fineTune(images, architecture, attention, network, spec, pretrained, seed);
  }
}
