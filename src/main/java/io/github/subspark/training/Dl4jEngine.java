/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.BuildInfo;
import io.github.subspark.devices.GpuCode;
import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.Attention;
import io.github.subspark.network.Backend;
import io.github.subspark.network.FineTuningStep;
import io.github.subspark.network.NetworkSpec;
import io.github.subspark.network.PretrainingStep;
import java.util.Optional;

/** Deeplearning4j, on the backend of ND4J that is loaded. */
record Dl4jEngine() implements Engine {
  @Override
  public String backend() {
    return Backend.loaded().name() + " " + BuildInfo.current().dl4j();
  }

  @Override
  public Optional<GpuCode> gpus() {
    return needsGpu() ? Optional.of(GpuCode.ND4J_CUDA) : Optional.empty();
  }

  @Override
  public boolean needsGpu() {
    return BuildInfo.current().nd4jBackend().contains("cuda");
  }

  @Override
  public boolean seesGpus() {
    return Backend.loaded().device() == Backend.Device.GPU;
  }

  @Override
  public Engine on(String address) {
    Backend.loaded().use(address);
    return this;
  }

  @Override
  public Pretrained pretrain(
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
        LocalEpochs.by(PretrainingStep.ofDl4j(), images, spec));
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
    return new FineTuning(FineTuningStep.ofDl4j(), spec, listener)
        .run(images, architecture, attention, network, pretrained, seed);
  }
}
