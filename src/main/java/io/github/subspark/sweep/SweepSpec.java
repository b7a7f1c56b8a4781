/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import io.github.subspark.SpecChecks;
import io.github.subspark.affinity.AffinitySpec;
import io.github.subspark.clustering.ClusteringSpec;
import io.github.subspark.images.DataSpec;
import io.github.subspark.network.NetworkSpec;
import io.github.subspark.training.EngineKind;
import io.github.subspark.training.PretrainingSpec;
import io.github.subspark.training.TrainingSpec;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * Everything that decides the numbers of a run: the resolved configuration.
 *
 * @param data where the images come from
 * @param clusters K, never read off labels
 * @param grid compressions and attention kinds
 * @param seeds one training of every grid point each
 * @param network what all cells' networks share
 * @param training how to train
 * @param pretraining where pretrainings take their steps
 * @param affinity what is made of each C
 * @param clustering how each affinity is clustered
 * @param job how much of the machine one training takes
 * @param sweep how faults are borne
 */
public record SweepSpec(
    DataSpec data,
    int clusters,
    List<GridBlock> grid,
    List<Long> seeds,
    NetworkSpec network,
    TrainingSpec training,
    PretrainingSpec pretraining,
    AffinitySpec affinity,
    ClusteringSpec clustering,
    JobSpec job,
    FaultSpec sweep)
    implements Serializable {
  public SweepSpec {
    grid = List.copyOf(grid);
    seeds = List.copyOf(seeds);
    new SpecChecks()
        .check("clusters", clusters, clusters >= 2, "at least 2")
        .check("grid", grid, !grid.isEmpty(), "at least one block of compression and attention")
        .check(
            "seeds",
            seeds,
            !seeds.isEmpty() && seeds.stream().distinct().count() == seeds.size(),
            "at least one seed, none twice")
        .check(
            "pretraining.mode",
            pretraining.mode().name().toLowerCase(Locale.ROOT),
            !pretraining.shared() || training.engine() == EngineKind.DL4J,
            "local where training.engine is not dl4j")
        .done();
  }
}
