/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.devices.GpuCode;
import io.github.subspark.training.Engine;
import io.github.subspark.training.EngineKind;
import java.util.Optional;

/** An engine that trains nothing, on the processor, and gives itself out as DL4J's. */
interface PretendedEngine extends Engine {
  @Override
  default String backend() {
    return EngineKind.DL4J.engine().backend();
  }

  @Override
  default Optional<GpuCode> gpus() {
    return Optional.empty();
  }

  @Override
  default boolean needsGpu() {
    return false;
  }

  @Override
  default boolean seesGpus() {
    return false;
  }

  @Override
  default Engine on(String address) {
    return this;
  }
}
