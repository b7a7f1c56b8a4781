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
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link FakeEngine} that trains in pairs: each training waits for another one to begin. */
record PairedEngine() implements PretendedEngine {
  private static final CyclicBarrier PAIR = new CyclicBarrier(2);

  @Override
  public Pretrained pretrain(
      Images images,
      Architecture architecture,
      TrainingSpec spec,
      long seed,
      EpochListener listener) {
    meet();
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
    meet();
    return new FakeEngine()
        .fineTune(images, architecture, attention, network, spec, pretrained, seed);
  }

  private static void meet() {
    try {
      PAIR.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
      throw new IllegalStateException("nobody else trains", alone);
    }
  }
}
