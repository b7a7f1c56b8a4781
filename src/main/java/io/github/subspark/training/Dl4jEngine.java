/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.Attention;
import io.github.subspark.network.NetworkSpec;

/** Deeplearning4j, on the backend of ND4J that is loaded. */
public record Dl4jEngine() implements Engine {
  @Override
  public String name() {
    return "dl4j";
  }

  @Override
  public Pretrained pretrain(
      Images images, Architecture architecture, TrainingSpec spec, long seed) {
    return Pretraining.run(images, architecture, spec, seed);
  }

  @Override
  public FineTuned fineTune(
      Images images,
      Architecture architecture,
      Attention attention,
      NetworkSpec network,
      TrainingSpec spec,
      Pretrained pretrained,
      long seed) {
    return FineTuning.run(images, architecture, attention, network, spec, pretrained, seed);
  }
}
