/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.affinity.ClosedForm;
import io.github.subspark.clustering.ClustererKind;
import io.github.subspark.clustering.CoAssociation;
import io.github.subspark.clustering.EnsemblePartitions;
import io.github.subspark.clustering.WeightedMembers;
import io.github.subspark.commit.Artefacts.PartitionArtefact;
import io.github.subspark.sweep.SweepSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What the ensembles make of one cell.
 *
 * @param members the 80 partitions of C, then, where the closed form is asked for, the 80 of it
 * @param answers what they agree on, one for each ensemble that is asked for
 */
public record Ensembles(List<int[]> members, List<PartitionArtefact> answers) {
  /** Where none is asked for. */
  public static final Ensembles NONE = new Ensembles(List.of(), List.of());

  /** Weight of the closed form's ridge, beside latents of unit length. */
  public static final double RIDGE = .2;

  /**
   * Clusters one cell.
   *
   * @param c coefficients, N x N
   * @param latent Z, N x d; looked at where the closed form is asked for
   */
  public static Ensembles of(float[] c, float[] latent, int images, SweepSpec spec, long seed) {
    long start = System.nanoTime();
    List<int[]> members = new ArrayList<>(EnsemblePartitions.of(c, images, spec.clusters(), seed));
    double first = since(start);
    if (spec.clustering().closedForm()) {
      float[] closed = ClosedForm.coefficients(latent, images, RIDGE);
      members.addAll(EnsemblePartitions.of(closed, images, spec.clusters(), ~seed));
    }
    double both = since(start);
    List<PartitionArtefact> answers = new ArrayList<>();
    for (ClustererKind kind : spec.clustering().clusterers()) {
      if (!kind.ofAnAffinity()) {
        CoAssociation together = new CoAssociation(images);
        long own = System.nanoTime();
        add(kind, members, images, together);
        double before = kind.ofTheClosedForm() ? both : first;
        answers.add(answer(kind, together, spec.clusters(), seed, own, before));
      }
    }
    return new Ensembles(members, answers);
  }

  /**
   * What an ensemble makes of a co-association over one cell or several.
   *
   * @param start when its own work began, {@link System#nanoTime}
   * @param before seconds of what it shares with others
   */
  static PartitionArtefact answer(
      ClustererKind kind,
      CoAssociation together,
      int clusters,
      long seed,
      long start,
      double before) {
    CoAssociation.Consensus consensus = together.consensus(clusters, seed);
    return new PartitionArtefact(
        ClustererKind.GRID,
        kind.text(),
        consensus.eigengap(),
        before + since(start),
        consensus.clusters());
  }

  /** Adds those of a cell's members that an ensemble averages, with its weights. */
  public static void add(
      ClustererKind kind, List<int[]> members, int images, CoAssociation together) {
    if (kind == ClustererKind.ENSEMBLE_WEIGHTED) {
      WeightedMembers.add(members, images, together);
    } else if (kind == ClustererKind.ENSEMBLE) {
      members.subList(0, EnsemblePartitions.count()).forEach(together::add);
    } else {
      members.forEach(together::add);
    }
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
