/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.affinity.Affinities;
import io.github.subspark.affinity.AffinityKind;
import io.github.subspark.affinity.ClosedForm;
import io.github.subspark.affinity.MatchingPursuit;
import io.github.subspark.clustering.ClustererKind;
import io.github.subspark.clustering.ClusteringSpec;
import io.github.subspark.clustering.CoAssociation;
import io.github.subspark.clustering.EnsemblePartitions;
import io.github.subspark.clustering.KMeans;
import io.github.subspark.clustering.LocalClusterers;
import io.github.subspark.clustering.Partition;
import io.github.subspark.commit.Artefacts.PartitionArtefact;
import io.github.subspark.sweep.SweepSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Clusterings of images, or of their pretrained latents, without a network that is trained for it.
 *
 * @param spec of the sweep
 * @param images N
 * @param seed of all random draws
 */
record Baselines(SweepSpec spec, int images, long seed) {
  private static final String PIXELS = "pixels";
  private static final String KMEANS = "kmeans";

  /** k-means on the pixels as they are. */
  List<PartitionArtefact> kmeans(float[] pixels) {
    long start = System.nanoTime();
    double[] points = new double[pixels.length];
    for (int k = 0; k < points.length; k++) {
      points[k] = pixels[k];
    }
    try (KMeans means = new KMeans(points, images, pixels.length / images, spec.clusters())) {
      int[] clusters = means.best(spec.clustering().restarts(), seed).clusters();
      return List.of(new PartitionArtefact(PIXELS, KMEANS, Double.NaN, since(start), clusters));
    }
  }

  /** Ridge self-expression with the protocol's clusterer, and with DSC-Net's. */
  List<PartitionArtefact> ridge(float[] pixels) {
    long start = System.nanoTime();
    float[] c = ClosedForm.coefficients(pixels, images, Ensembles.RIDGE);
    double before = since(start);
    List<PartitionArtefact> found = new ArrayList<>(byEnsemble(c, start));
    found.add(by(AffinityKind.DSC, ClustererKind.DISCRETIZE, c, before));
    return found;
  }

  /** Sparse self-expression, as its authors cluster it. */
  List<PartitionArtefact> matchingPursuit(float[] pixels) {
    long start = System.nanoTime();
    float[] c = MatchingPursuit.coefficients(pixels, images);
    return List.of(by(AffinityKind.PLAIN, ClustererKind.NJW, c, since(start)));
  }

  /** Ridge self-expression with the protocol's clusterer. */
  List<PartitionArtefact> ensemble(float[] rows) {
    long start = System.nanoTime();
    return byEnsemble(ClosedForm.coefficients(rows, images, Ensembles.RIDGE), start);
  }

  private List<PartitionArtefact> byEnsemble(float[] c, long start) {
    CoAssociation together =
        CoAssociation.of(EnsemblePartitions.of(c, images, spec.clusters(), seed), images);
    return List.of(
        Ensembles.answer(ClustererKind.ENSEMBLE, together, spec.clusters(), seed, start, 0));
  }

  private PartitionArtefact by(
      AffinityKind affinity, ClustererKind clusterer, float[] c, double before) {
    long start = System.nanoTime();
    ClusteringSpec clustering = spec.clustering();
    Partition found =
        LocalClusterers.cluster(
                Affinities.of(affinity, c, images, spec.clusters(), spec.affinity().dsc()),
                images,
                spec.clusters(),
                new ClusteringSpec(
                    List.of(clusterer),
                    List.of(),
                    clustering.restarts(),
                    clustering.power(),
                    clustering.pic()),
                seed)
            .get(0);
    return new PartitionArtefact(
        affinity.text(),
        clusterer.text(),
        found.eigengap(),
        before + since(start),
        found.clusters());
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
