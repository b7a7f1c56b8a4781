/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.affinity.ClosedForm;
import io.github.subspark.clustering.ClustererKind;
import io.github.subspark.clustering.CoAssociation;
import io.github.subspark.clustering.EnsemblePartitions;
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
    int clusters = spec.clusters();
    long start = System.nanoTime();
    List<int[]> members = new ArrayList<>(EnsemblePartitions.of(c, images, clusters, seed));
    CoAssociation together = CoAssociation.of(members, images);
    List<PartitionArtefact> answers = new ArrayList<>();
    if (spec.clustering().clusterers().contains(ClustererKind.ENSEMBLE)) {
      answers.add(answer(ClustererKind.ENSEMBLE, together, clusters, seed, start));
    }
    if (spec.clustering().closedForm()) {
      float[] closed = ClosedForm.coefficients(latent, images, RIDGE);
      for (int[] member : EnsemblePartitions.of(closed, images, clusters, ~seed)) {
        members.add(member);
        together.add(member);
      }
      answers.add(answer(ClustererKind.ENSEMBLE_CLOSED_FORM, together, clusters, seed, start));
    }
    return new Ensembles(members, answers);
  }

  static PartitionArtefact answer(
      ClustererKind kind, CoAssociation together, int clusters, long seed, long start) {
    CoAssociation.Consensus consensus = together.consensus(clusters, seed);
    return new PartitionArtefact(
        ClustererKind.GRID,
        kind.text(),
        consensus.eigengap(),
        (System.nanoTime() - start) / 1e9,
        consensus.clusters());
  }

  /** Those of a cell's members that an ensemble averages. */
  public static List<int[]> of(ClustererKind kind, List<int[]> members) {
    return kind == ClustererKind.ENSEMBLE
        ? members.subList(0, EnsemblePartitions.count())
        : members;
  }
}
