/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.Attention;
import io.github.subspark.network.FineTuningStep;
import io.github.subspark.network.NetworkSpec;
import io.github.subspark.network.PretrainingStep;

/**
 * An engine that is told by its steps: batches, restarts, curves and checks are the same for all.
 */
interface StepEngine extends Engine {
  /** Its way of taking a pretraining's steps. */
  PretrainingStep.Factory pretrainingSteps();

  /** Its way of taking a fine-tuning's steps. */
  FineTuningStep.Factory fineTuningSteps();

  @Override
  default Pretrained pretrain(
      Images images,
      Architecture architecture,
      TrainingSpec spec,
      long seed,
      EpochListener listener) {
    return Pretraining.run(
        images,
        architecture,
        spec,
        seed,
        listener,
        LocalEpochs.by(pretrainingSteps(), images, spec));
  }

  @Override
  default FineTuned fineTune(
      Images images,
      Architecture architecture,
      Attention attention,
      NetworkSpec network,
      TrainingSpec spec,
      Pretrained pretrained,
      long seed,
      EpochListener listener) {
    return new FineTuning(fineTuningSteps(), spec, listener)
        .run(images, architecture, attention, network, pretrained, seed);
  }
}
