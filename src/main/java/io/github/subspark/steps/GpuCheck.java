/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.devices.Preflight;
import io.github.subspark.devices.SmiAnswer;
import io.github.subspark.training.Engine;
import java.util.Optional;

/** Asks this machine whether a training can run on the GPU that it was given. */
public final class GpuCheck {
  private GpuCheck() {}

  /**
   * What is wrong, in one sentence with the remedy; empty if nothing is, or if no GPU was given.
   *
   * @param bytes of device memory that a training takes
   */
  public static Optional<String> problem(Engine engine, long bytes) {
    return Machine.gpu(engine).flatMap(address -> problem(engine, address, bytes));
  }

  private static Optional<String> problem(Engine engine, String address, long bytes) {
    String host = Machine.host();
    SmiAnswer answer = engine.gpus().isPresent() ? SmiAnswer.ask() : SmiAnswer.none();
    Optional<String> problem = Preflight.problem(engine.gpus(), answer, address, bytes, host);
    // A library that is loaded without a driver ends in an exception without words.
    return problem.isPresent()
        ? problem
        : Preflight.problem(engine.backend(), engine.seesGpus(), address, host);
  }
}
