/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.affinity;

import io.github.subspark.SpecChecks;
import java.io.Serializable;

/**
 * Constants of DSC-Net's post-processing.
 *
 * @param threshold share of a column's sum of abs(c) that its largest entries must carry
 * @param dimension d, the assumed dimension of a subspace: the rank kept is dK + 1, at most N - 1
 * @param power exponent of the clipped similarities
 * @param unitDiagonal whether the diagonal is set to 1 before the decomposition
 */
public record DscSpec(double threshold, int dimension, double power, boolean unitDiagonal)
    implements Serializable {
  public DscSpec {
    new SpecChecks()
        .check("threshold", threshold, threshold > 0 && threshold <= 1, "in (0, 1]")
        .check("dimension", dimension, dimension >= 1, "at least 1")
        .check("power", power, power > 0, "above 0")
        .done();
  }
}
