/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import io.github.subspark.SpecChecks;
import java.io.Serializable;
import java.util.List;

/**
 * How the affinities of a sweep are clustered.
 *
 * @param clusterers at least one, none twice
 * @param restarts k-means restarts, the best of which is kept
 * @param power settings of {@link ClustererKind#POWER}
 * @param pic settings of {@link ClustererKind#PIC}
 */
public record ClusteringSpec(
    List<ClustererKind> clusterers, int restarts, PowerSpec power, PicSpec pic)
    implements Serializable {
  public ClusteringSpec {
    clusterers = List.copyOf(clusterers);
    new SpecChecks()
        .check(
            "clusterers",
            clusterers,
            !clusterers.isEmpty() && clusterers.stream().distinct().count() == clusterers.size(),
            "at least one of pic, njw, discretize, power, none twice")
        .check("restarts", restarts, restarts >= 1, "at least 1")
        .done();
  }
}
