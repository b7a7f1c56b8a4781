/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import io.github.subspark.SpecChecks;
import java.io.Serializable;

/**
 * Block power iteration.
 *
 * @param columns Gaussian start columns
 * @param steps multiplications with the normalised affinity
 */
public record PowerSpec(int columns, int steps) implements Serializable {
  public PowerSpec {
    new SpecChecks()
        .check("columns", columns, columns >= 1, "at least 1")
        .check("steps", steps, steps >= 1, "at least 1")
        .done();
  }
}
