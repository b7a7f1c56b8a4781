/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.BuildInfo;
import io.github.subspark.devices.GpuCode;
import io.github.subspark.network.FineTuningStep;
import io.github.subspark.network.Libtorch;
import io.github.subspark.network.PretrainingStep;
import java.util.Optional;

/**
 * libtorch: the same trainings, on the parameters of the same DL4J graphs, by another library's
 * operations and automatic differentiation.
 *
 * @param device as {@link Libtorch} names it
 */
record TorchEngine(String device) implements StepEngine {
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
  public PretrainingStep.Factory pretrainingSteps() {
    return PretrainingStep.ofTorch(device);
  }

  @Override
  public FineTuningStep.Factory fineTuningSteps() {
    return FineTuningStep.ofTorch(device);
  }
}
