/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.BuildInfo;
import io.github.subspark.devices.GpuCode;
import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.Attention;
import io.github.subspark.network.FineTuningStep;
import io.github.subspark.network.Libtorch;
import io.github.subspark.network.NetworkSpec;
import io.github.subspark.network.PretrainingStep;
import java.util.Optional;

/**
 * libtorch: the same trainings, on the parameters of the same DL4J graphs, by another library's
 * operations and automatic differentiation.
 *
 * @param device as {@link Libtorch} names it
 */
record TorchEngine(String device) implements Engine {
  @Override
  public String backend() {
    return "libtorch " + BuildInfo.current().torch();
  }

  @Override
  public Optional<GpuCode> gpus() {
    return Libtorch.isBuiltForGpus() ? Optional.of(GpuCode.LIBTORCH) : Optional.empty();
  }

  @Override
  public boolean needsGpu() {
    return false;
  }

  @Override
  public boolean seesGpus() {
    return Libtorch.seesGpus();
  }

  @Override
  public Engine on(String address) {
    return new TorchEngine(Libtorch.gpu(address));
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
        LocalEpochs.by(PretrainingStep.ofTorch(device), images, spec));
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
    return new FineTuning(FineTuningStep.ofTorch(device), spec, listener)
        .run(images, architecture, attention, network, pretrained, seed);
  }
}
