/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.commit.Numerics;
import java.util.List;

/** An executor would compute other bits than the run has so far. */
public final class NumericsChangedException extends RuntimeException {
  private NumericsChangedException(String message) {
    super(message);
  }

  /**
   * Refuses an executor whose figures would not agree bit for bit.
   *
   * @throws NumericsChangedException if they would not
   */
  static void check(Numerics here, Numerics required) {
    List<String> differences = here.differences(required);
    if (!differences.isEmpty()) {
      throw new NumericsChangedException(
          "this executor computes other bits than the run (%s)"
              .formatted(String.join("; ", differences)));
    }
  }
}
