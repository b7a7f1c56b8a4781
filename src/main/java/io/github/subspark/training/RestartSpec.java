/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.SpecChecks;
import java.io.Serializable;

/**
 * Which of several pretrainings is kept, without labels: of those that live the one with the lowest
 * loss. One is dead by its loss beside that of a decoder that answers nothing, 1/2 sum X^2.
 *
 * @param bestOf how many have to live before the best is kept
 * @param limit how many dead or diverged ones are replaced; all but the first have a seed derived
 *     from its own
 * @param earlyEpoch epoch of the first check; none if pretraining is shorter
 * @param earlyShare largest share of 1/2 sum X^2 that passes the first check
 * @param finalShare largest share of 1/2 sum X^2 that passes at the end
 */
public record RestartSpec(
    int bestOf, int limit, int earlyEpoch, double earlyShare, double finalShare)
    implements Serializable {
  public RestartSpec {
    new SpecChecks()
        .check("bestOf", bestOf, bestOf >= 1 && bestOf <= 1000, "1 to 1000")
        .check("limit", limit, limit >= 0 && limit <= 1000, "0 to 1000")
        .check("earlyEpoch", earlyEpoch, earlyEpoch >= 1, "at least 1")
        .check("earlyShare", earlyShare, earlyShare > 0, "above 0")
        .check("finalShare", finalShare, finalShare > 0, "above 0")
        .done();
  }
}
