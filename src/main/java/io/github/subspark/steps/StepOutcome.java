/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.commit.Numerics;
import java.io.Serializable;

/** How a step ended: a failure is a value, so that one cell's death ends no other. */
public sealed interface StepOutcome extends Serializable {

  /**
   * Its commit record is in the run directory.
   *
   * @param numerics what its bits depend on; null unless a training was committed just now
   */
  record Committed(Numerics numerics) implements StepOutcome {}

  /**
   * Nothing was committed.
   *
   * @param kind short cause, as in {@link io.github.subspark.commit.FailureRecord}
   * @param message one line
   * @param stack the first frames
   * @param host where, empty if unknown
   */
  record Failed(String kind, String message, String stack, String host) implements StepOutcome {}
}
