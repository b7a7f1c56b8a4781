/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import io.github.subspark.SpecChecks;
import java.io.Serializable;

/**
 * MLlib's power iteration clustering.
 *
 * @param iterations at most this many power iterations
 * @param neighbours edges kept per image: an edge stays if it is among the largest of either end
 */
public record PicSpec(int iterations, int neighbours) implements Serializable {
  public PicSpec {
    new SpecChecks()
        .check("iterations", iterations, iterations >= 1, "at least 1")
        .check("neighbours", neighbours, neighbours >= 1, "at least 1")
        .done();
  }
}
