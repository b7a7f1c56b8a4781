/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import io.github.subspark.SpecChecks;
import java.io.Serializable;
import java.time.Duration;

/**
 * How a sweep bears faults.
 *
 * @param maxFailedCells when so many cells have failed no more are begun; 0: however many fail
 * @param leaseSeconds a driver that gives no sign of life for so long has lost its run
 */
public record FaultSpec(int maxFailedCells, int leaseSeconds) implements Serializable {
  public FaultSpec {
    new SpecChecks()
        .check("maxFailedCells", maxFailedCells, maxFailedCells >= 0, "0 (no limit) or more")
        .check("leaseSeconds", leaseSeconds, leaseSeconds >= 6, "at least 6")
        .done();
  }

  /** After so long without a sign of life a driver counts as dead. */
  public Duration lease() {
    return Duration.ofSeconds(leaseSeconds);
  }

  /** Whether so many failed cells end the sweep. */
  public boolean hopeless(int failedCells) {
    return maxFailedCells > 0 && failedCells >= maxFailedCells;
  }
}
