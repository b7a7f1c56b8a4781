/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.InvalidInputException;
import io.github.subspark.network.Libtorch;
import java.util.Locale;

/** The engines by name. */
public enum EngineKind {
  /** Deeplearning4j. */
  DL4J,
  /** libtorch, in builds that have it. */
  TORCH;

  /** The name in configurations and tables. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The engine, on the processor.
   *
   * @throws InvalidInputException if this process does not have it
   */
  public Engine engine() {
    if (this == TORCH && !Libtorch.isOnClassPath()) {
      throw new InvalidInputException(
          "Cannot train with training.engine = torch: this build has no libtorch. Build with mvn package -Ptorch, or set training.engine=dl4j.");
    }
    return engineElsewhere();
  }

  /** The engine for other processes, whether this one has it or not. */
  public Engine engineElsewhere() {
    return switch (this) {
      case DL4J -> new Dl4jEngine();
      case TORCH -> new TorchEngine(Libtorch.CPU);
    };
  }
}
