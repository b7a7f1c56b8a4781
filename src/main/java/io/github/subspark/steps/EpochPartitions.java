/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.affinity.Affinities;
import io.github.subspark.affinity.AffinityKind;
import io.github.subspark.affinity.DscSpec;
import io.github.subspark.clustering.ClustererKind;
import io.github.subspark.clustering.ClusteringSpec;
import io.github.subspark.clustering.LocalClusterers;
import io.github.subspark.clustering.Partition;
import io.github.subspark.commit.Artefacts.PartitionArtefact;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.EpochListener;
import io.github.subspark.training.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * Clusters the C of epochs that labels may choose from, as the paper's authors do: DSC-Net's
 * affinity without unit diagonal, eigenvectors discretised, and counts epochs. It sees no labels:
 * which epoch is best is found where tables are published.
 */
final class EpochPartitions implements EpochListener {
  private final SweepSpec spec;
  private final int images;
  private final long seed;
  private final EpochListener counter;
  private final List<PartitionArtefact> partitions = new ArrayList<>();

  EpochPartitions(SweepSpec spec, int images, long seed, EpochListener counter) {
    this.spec = spec;
    this.images = images;
    this.seed = seed;
    this.counter = counter;
  }

  @Override
  public void finished(Phase phase, int attempt, int epoch, int epochs) {
    counter.finished(phase, attempt, epoch, epochs);
  }

  @Override
  public void trained(float[] coefficients) {
    DscSpec given = spec.affinity().dsc();
    DscSpec dsc = new DscSpec(given.threshold(), given.dimension(), given.power(), false);
    double[] affinity = Affinities.of(AffinityKind.DSC, coefficients, images, spec.clusters(), dsc);
    Partition partition =
        LocalClusterers.cluster(affinity, images, spec.clusters(), discretizing(), seed).get(0);
    partitions.add(StepTask.artefact(AffinityKind.DSC, partition));
  }

  private ClusteringSpec discretizing() {
    ClusteringSpec given = spec.clustering();
    return new ClusteringSpec(
        List.of(ClustererKind.DISCRETIZE), List.of(), given.restarts(), given.power(), given.pic());
  }

  /** One an epoch, in their order. */
  List<PartitionArtefact> found() {
    return partitions;
  }
}
