/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.devices.GpuCode;
import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.Attention;
import io.github.subspark.network.NetworkSpec;
import java.io.Serializable;
import java.util.Optional;

/**
 * A library that trains the networks of a sweep. It travels to the executors, and all it returns
 * follows from its arguments.
 */
public interface Engine extends Serializable {
  /** The library and its version, as provenance. */
  String backend();

  /** The GPUs that it runs on; empty in a build that computes on processors. */
  Optional<GpuCode> gpus();

  /** Whether it can train on nothing but GPUs. */
  boolean needsGpu();

  /** Whether it finds GPUs in this process; loads the library. */
  boolean seesGpus();

  /**
   * This engine on a GPU, if it can use one; from then on this thread must train with what is
   * returned.
   *
   * @param address the GPU's index, as Spark's resource discovery tells it
   */
  Engine on(String address);

  /**
   * Pretrains an autoencoder.
   *
   * @param images what to reconstruct
   * @param architecture shapes of the network, whose images are of the same shape
   * @param seed all draws derive from it; attempt 0 uses it as it is
   * @return the weights of the first attempt that lived
   * @throws DeadPretrainingException if every attempt died
   */
  Pretrained pretrain(
      Images images,
      Architecture architecture,
      TrainingSpec spec,
      long seed,
      EpochListener listener);

  /**
   * Fine-tunes a pretrained autoencoder.
   *
   * @param architecture the pretraining's
   * @param pretrained where encoder and decoder start from
   * @param seed attention's first weights derive from it
   * @throws DivergedTrainingException if a loss is infinite or no number
   */
  FineTuned fineTune(
      Images images,
      Architecture architecture,
      Attention attention,
      NetworkSpec network,
      TrainingSpec spec,
      Pretrained pretrained,
      long seed,
      EpochListener listener);

  /** {@link #pretrain(Images, Architecture, TrainingSpec, long, EpochListener)}, unheard. */
  default Pretrained pretrain(
      Images images, Architecture architecture, TrainingSpec spec, long seed) {
    return pretrain(images, architecture, spec, seed, EpochListener.SILENT);
  }

  /**
   * {@link #fineTune(Images, Architecture, Attention, NetworkSpec, TrainingSpec, Pretrained, long,
   * EpochListener)}, unheard.
   */
  default FineTuned fineTune(
      Images images,
      Architecture architecture,
      Attention attention,
      NetworkSpec network,
      TrainingSpec spec,
      Pretrained pretrained,
      long seed) {
    return fineTune(
        images, architecture, attention, network, spec, pretrained, seed, EpochListener.SILENT);
  }
}
