/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import io.github.subspark.SpecChecks;
import java.io.Serializable;
import java.util.List;

/**
 * How the affinities of a sweep are clustered.
 *
 * @param clusterers at least one, none twice
 * @param baselines what else the images are clustered by, for comparison; none twice
 * @param restarts k-means restarts, the best of which is kept
 * @param power settings of {@link ClustererKind#POWER}
 * @param pic settings of {@link ClustererKind#PIC}
 */
public record ClusteringSpec(
    List<ClustererKind> clusterers,
    List<BaselineKind> baselines,
    int restarts,
    PowerSpec power,
    PicSpec pic)
    implements Serializable {
  public ClusteringSpec {
    clusterers = List.copyOf(clusterers);
    baselines = List.copyOf(baselines);
    new SpecChecks()
        .check(
            "clusterers",
            clusterers,
            !clusterers.isEmpty() && clusterers.stream().distinct().count() == clusterers.size(),
            "at least one of pic, njw, discretize, power, ensemble, ensemble-closed-form, ensemble-weighted, none twice")
        .check(
            "baselines",
            baselines,
            baselines.stream().distinct().count() == baselines.size(),
            "any of kmeans-pixels, ridge-pixels, ssc-omp, closed-form, none twice")
        .check("restarts", restarts, restarts >= 1, "at least 1")
        .done();
  }

  /** Whether one of the ensembles is asked for. */
  public boolean ensembles() {
    return !ensembleKinds().isEmpty();
  }

  /** The ensembles that are asked for. */
  public List<ClustererKind> ensembleKinds() {
    return clusterers.stream().filter(kind -> !kind.ofAnAffinity()).toList();
  }

  /** Whether an ensemble is asked for that takes the latent, too. */
  public boolean closedForm() {
    return clusterers.stream().anyMatch(ClustererKind::ofTheClosedForm);
  }
}
