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
 *
 * <p>Those that live end in different minima: with two channels half of COIL-20's are a third above
 * the lowest, and their C clusters worse. So several may be made, as k-means is started several
 * times, of which the one with the lowest loss is kept.
 */
public final class Pretraining {
  private final Architecture architecture;
  private final TrainingSpec spec;
  private final EpochListener listener;
  private final Epochs.Beginning beginning;
  private final double silence;

  /** The curves of the attempts so far. */
  private final List<List<Epoch>> curves = new ArrayList<>();

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
   * @return the weights of the best attempt
   * @throws DeadPretrainingException if every attempt died
   */
  public static Pretrained run(
      Images images,
      Architecture architecture,
      TrainingSpec spec,
      long seed,
      EpochListener listener,
      Epochs.Beginning beginning) {
    return new Pretraining(images, architecture, spec, listener, beginning).best(seed);
  }

  private Pretrained best(long seed) {
    RestartSpec rule = spec.restarts();
    Attempt best = null;
    int alive = 0;
    int dead = 0;
    while (alive < rule.bestOf() && dead <= rule.limit()) {
      Attempt attempt = attempt(seed);
      alive += attempt.lives() ? 1 : 0;
      dead += attempt.lives() ? 0 : 1;
      if (attempt.lives() && (best == null || attempt.loss() < best.loss())) {
        best = attempt;
      }
    }
    if (best == null) {
      throw new DeadPretrainingException(dead, lastLoss(), silence);
    }
    return new Pretrained(best.parameters(), best.seed(), dead, curve(best.number()));
  }

  private Attempt attempt(long seed) {
    int number = curves.size();
    long own = number == 0 ? seed : Seeds.derive(seed, "restart", number);
    curves.add(new ArrayList<>());
    try (AutoencoderGraph graph =
        AutoencoderGraph.pretraining(architecture, spec.learningRate()).initialize(own)) {
      boolean lives = lives(graph, number, own);
      return new Attempt(number, own, lives, lastLoss(), graph.flatParameters());
    }
  }

  private record Attempt(int number, long seed, boolean lives, double loss, float[] parameters) {}

  private double lastLoss() {
    List<Epoch> last = curves.get(curves.size() - 1);
    return last.get(last.size() - 1).reconstruction();
  }

  /** All epochs; the attempt that is kept is told as the last. */
  private List<Epoch> curve(int kept) {
    curves.add(curves.remove(kept));
    List<Epoch> curve = new ArrayList<>();
    for (int attempt = 0; attempt < curves.size(); attempt++) {
      for (Epoch epoch : curves.get(attempt)) {
        curve.add(epoch.ofAttempt(attempt));
      }
    }
    return curve;
  }

  /** Trains; stops early at the first sign of death. */
  private boolean lives(AutoencoderGraph graph, int attempt, long seed) {
    int epochs = spec.pretrainingEpochs();
    try (Epochs taken = beginning.of(graph, seed)) {
      for (int epoch = 1; epoch <= epochs; epoch++) {
        double loss = taken.take(epoch);
        curves.get(attempt).add(Epoch.ofPretraining(attempt, epoch, loss));
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
