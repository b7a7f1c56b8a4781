/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.SpecChecks;
import java.io.Serializable;

/**
 * When a pretraining counts as dead, without labels: its loss is compared with that of a decoder
 * that answers nothing, 1/2 sum X^2.
 *
 * @param limit how many more times a dead or diverged pretraining is tried, each with a seed
 *     derived from the first
 * @param earlyEpoch epoch of the first check; none if pretraining is shorter
 * @param earlyShare largest share of 1/2 sum X^2 that passes the first check
 * @param finalShare largest share of 1/2 sum X^2 that passes at the end
 */
public record RestartSpec(int limit, int earlyEpoch, double earlyShare, double finalShare)
    implements Serializable {
  public RestartSpec {
    new SpecChecks()
        .check("limit", limit, limit >= 0 && limit <= 1000, "0 to 1000")
        .check("earlyEpoch", earlyEpoch, earlyEpoch >= 1, "at least 1")
        .check("earlyShare", earlyShare, earlyShare > 0, "above 0")
        .check("finalShare", finalShare, finalShare > 0, "above 0")
        .done();
  }
}
