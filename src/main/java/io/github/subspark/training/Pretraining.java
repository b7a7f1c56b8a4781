/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.Seeds;
import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.AutoencoderGraph;
import java.util.ArrayList;
import java.util.List;

/**
 * Pretraining: encoder and decoder on the reconstruction alone, in shuffled batches, by Adam. The
 * loss of a step is the sum over its batch's images; Adam's moments run on over batches and epochs.
 *
 * <p>About one pretraining in five dies for some numbers of channels: a ReLU that never fires
 * leaves the decoder without an answer. This is told from the loss alone (see {@link RestartSpec}),
 * and the pretraining is tried again with weights and orders from a derived seed.
 */
public final class Pretraining {
  private final Architecture architecture;
  private final TrainingSpec spec;
  private final EpochListener listener;
  private final Epochs.Beginning beginning;
  private final double silence;
  private final List<Epoch> curve = new ArrayList<>();

  private Pretraining(
      Images images,
      Architecture architecture,
      TrainingSpec spec,
      EpochListener listener,
      Epochs.Beginning beginning) {
    this.architecture = architecture;
    this.spec = spec;
    this.listener = listener;
    this.beginning = beginning;
    double squares = 0;
    for (float pixel : images.pixels()) {
      squares += (double) pixel * pixel;
    }
    silence = squares / 2;
  }

  /**
   * Pretrains an autoencoder.
   *
   * @param images what to reconstruct
   * @param architecture shapes of the network, whose images are of the same shape
   * @param seed all draws derive from it; attempt 0 uses it as it is
   * @param beginning takes the epochs of an attempt
   * @return the weights of the first attempt that lived
   * @throws DeadPretrainingException if every attempt died
   */
  public static Pretrained run(
      Images images,
      Architecture architecture,
      TrainingSpec spec,
      long seed,
      EpochListener listener,
      Epochs.Beginning beginning) {
    return new Pretraining(images, architecture, spec, listener, beginning).untilAlive(seed);
  }

  private Pretrained untilAlive(long seed) {
    int limit = spec.restarts().limit();
    for (int attempt = 0; attempt <= limit; attempt++) {
      long attemptSeed = attempt == 0 ? seed : Seeds.derive(seed, "restart", attempt);
      try (AutoencoderGraph graph =
          AutoencoderGraph.pretraining(architecture, spec.learningRate()).initialize(attemptSeed)) {
        if (lives(graph, attempt, attemptSeed)) {
          return new Pretrained(graph.flatParameters(), attemptSeed, attempt, curve);
        }
      }
    }
    double reached = curve.get(curve.size() - 1).reconstruction();
    throw new DeadPretrainingException(limit + 1, reached, silence);
  }

  /** Trains; stops early at the first sign of death. */
  private boolean lives(AutoencoderGraph graph, int attempt, long seed) {
    int epochs = spec.pretrainingEpochs();
    try (Epochs taken = beginning.of(graph, seed)) {
      for (int epoch = 1; epoch <= epochs; epoch++) {
        double loss = taken.take(epoch);
        curve.add(
            new Epoch(
                Phase.PRETRAINING,
                attempt,
                epoch,
                loss,
                Double.NaN,
                Double.NaN,
                loss,
                Double.NaN,
                Double.NaN,
                Double.NaN));
        listener.finished(Phase.PRETRAINING, attempt, epoch, epochs);
        if (dead(loss, epoch)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean dead(double loss, int epoch) {
    RestartSpec rule = spec.restarts();
    return !Double.isFinite(loss)
        || (epoch == rule.earlyEpoch() && loss > rule.earlyShare() * silence)
        || (epoch == spec.pretrainingEpochs() && loss > rule.finalShare() * silence);
  }
}
