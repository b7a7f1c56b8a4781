/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import java.time.Duration;

/** Another driver goes on with the run. */
public final class LeaseHeldException extends Exception {
  /**
   * A lease that cannot be had.
   *
   * @param place the run directory, as messages name it
   * @param holder who has it, or what is known of it
   * @param silence since its last sign of life
   * @param expiry after which it counts as dead
   */
  LeaseHeldException(String place, String holder, Duration silence, Duration expiry) {
    super(
        "Cannot take run directory %s: held by %s, last heard of %d s ago. Use --wait to wait for its end; once silent for %d s it counts as dead."
            .formatted(place, holder, silence.toSeconds(), expiry.toSeconds()));
  }

  /** Lost to another driver while this one ran. */
  LeaseHeldException(String place) {
    super(
        "Cannot go on with run directory %s: another driver took it over while this one gave no sign of life. What is committed stays."
            .formatted(place));
  }
}
