/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import io.github.subspark.affinity.Affinities;
import io.github.subspark.affinity.AffinityKind;
import io.github.subspark.clustering.CoAssociation;
import io.github.subspark.clustering.EnsemblePartitions;
import io.github.subspark.clustering.LocalClusterers;
import io.github.subspark.network.Attention;
import io.github.subspark.training.Engine;
import io.github.subspark.training.FineTuned;

/** The clustering of a cell beside its fine-tuning. */
final class Clusterings {
  private static final int K = 3;
  private static final int EPOCHS = 40;
  private static final long SEED = 1;

  private Clusterings() {}

  /** DSC-Net's affinity and all local clusterers, and 40 epochs of fine-tuning. */
  static Pair of(Problem problem, Engine engine, int rounds) {
    float[] coefficients = fineTune(problem, engine).coefficients();
    for (int warm = 0; warm < 3; warm++) {
      cluster(problem, coefficients);
    }
    return Pair.inTurn(
        rounds,
        () -> timed(() -> cluster(problem, coefficients)),
        () -> timed(() -> fineTune(problem, engine)));
  }

  /** The 80 partitions of a C and what they agree on, and 40 epochs of fine-tuning. */
  static Pair ensemble(Problem problem, Engine engine, int rounds) {
    float[] coefficients = fineTune(problem, engine).coefficients();
    ensemble(problem, coefficients);
    return Pair.inTurn(
        rounds,
        () -> timed(() -> ensemble(problem, coefficients)),
        () -> timed(() -> fineTune(problem, engine)));
  }

  private static void ensemble(Problem problem, float[] coefficients) {
    int clusters = problem.spec().clusters();
    CoAssociation.of(
            EnsemblePartitions.of(coefficients, problem.count(), clusters, SEED), problem.count())
        .consensus(clusters, SEED);
  }

  private static FineTuned fineTune(Problem problem, Engine engine) {
    return engine.fineTune(
        problem.images(),
        problem.architecture(K),
        Attention.NONE,
        problem.spec().network(),
        problem.training(1, EPOCHS),
        Trainings.start(problem, K, engine),
        SEED);
  }

  private static void cluster(Problem problem, float[] coefficients) {
    int clusters = problem.spec().clusters();
    double[] affinity =
        Affinities.of(
            AffinityKind.DSC,
            coefficients,
            problem.count(),
            clusters,
            problem.spec().affinity().dsc());
    LocalClusterers.cluster(affinity, problem.count(), clusters, problem.spec().clustering(), SEED);
  }

  private static double timed(Runnable work) {
    long began = System.nanoTime();
    work.run();
    return (System.nanoTime() - began) / 1e6;
  }
}
