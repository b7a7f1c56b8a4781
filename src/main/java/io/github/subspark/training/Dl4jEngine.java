/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.BuildInfo;
import io.github.subspark.devices.GpuCode;
import io.github.subspark.network.Backend;
import io.github.subspark.network.FineTuningStep;
import io.github.subspark.network.PretrainingStep;
import java.util.Optional;

/** Deeplearning4j, on the backend of ND4J that is loaded. */
record Dl4jEngine() implements StepEngine {
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
  public PretrainingStep.Factory pretrainingSteps() {
    return PretrainingStep.ofDl4j();
  }

  @Override
  public FineTuningStep.Factory fineTuningSteps() {
    return FineTuningStep.ofDl4j();
  }
}
