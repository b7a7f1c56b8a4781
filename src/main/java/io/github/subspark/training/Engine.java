/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.Attention;
import io.github.subspark.network.NetworkSpec;
import java.io.Serializable;

/**
 * A library that trains the networks of a sweep. It travels to the executors, and all it returns
 * follows from its arguments.
 */
public interface Engine extends Serializable {
  /** Its name in the tables. */
  String name();

  /** As {@link Pretraining#run(Images, Architecture, TrainingSpec, long)}. */
  Pretrained pretrain(Images images, Architecture architecture, TrainingSpec spec, long seed);

  /**
   * As {@link FineTuning#run(Images, Architecture, Attention, NetworkSpec, TrainingSpec,
   * Pretrained, long)}.
   */
  FineTuned fineTune(
      Images images,
      Architecture architecture,
      Attention attention,
      NetworkSpec network,
      TrainingSpec spec,
      Pretrained pretrained,
      long seed);
}
