/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.SpecChecks;
import java.io.Serializable;

/**
 * Which epochs {@link EpochRule#BEST_BY_LABELS} may choose from.
 *
 * @param every each so many-th epoch
 * @param limit the last of them; fine-tuning goes on so far if it is above the fixed number
 */
public record OracleSpec(int every, int limit) implements Serializable {
  public OracleSpec {
    new SpecChecks()
        .check("limit", limit, limit >= 1, "at least 1")
        .check(
            "every", every, every >= 1 && every <= limit, "from 1 to limit (%d)".formatted(limit))
        .done();
  }

  /** Whether an epoch, from 1, is one of them. */
  public boolean includes(int epoch) {
    return epoch % every == 0 && epoch <= limit;
  }
}
