/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.Seeds;
import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.AutoencoderGraph;
import io.github.subspark.network.PretrainingStep;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Pretraining: encoder and decoder on the reconstruction alone, in shuffled batches, by Adam. The
 * loss of a step is the sum over its batch's images; Adam's moments run on over batches and epochs.
 *
 * <p>About one pretraining in five dies for some numbers of channels: a ReLU that never fires
 * leaves the decoder without an answer. This is told from the loss alone (see {@link RestartSpec}),
 * and the pretraining is tried again with weights and orders from a derived seed.
 */
final class Pretraining {
  private final PretrainingStep.Factory steps;
  private final Images images;
  private final Architecture architecture;
  private final TrainingSpec spec;
  private final EpochListener listener;
  private final double silence;
  private final List<Epoch> curve = new ArrayList<>();

  Pretraining(
      PretrainingStep.Factory steps,
      Images images,
      Architecture architecture,
      TrainingSpec spec,
      EpochListener listener) {
    this.steps = steps;
    this.images = images;
    this.architecture = architecture;
    this.spec = spec;
    this.listener = listener;
    double squares = 0;
    for (float pixel : images.pixels()) {
      squares += (double) pixel * pixel;
    }
    silence = squares / 2;
  }

  /** As {@link Engine#pretrain} says. */
  Pretrained run(long seed) {
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
    try (PretrainingStep step = steps.of(graph, images.pixels(), spec.learningRate())) {
      for (int epoch = 1; epoch <= epochs; epoch++) {
        double loss = epoch(step, order(seed, epoch));
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

  private double epoch(PretrainingStep step, int[] order) {
    double loss = 0;
    for (int from = 0; from < order.length; from += spec.batchSize()) {
      int count = Math.min(spec.batchSize(), order.length - from);
      loss += step.take(order, from, count);
    }
    return loss;
  }

  /** An order of all images, drawn for this epoch (Fisher and Yates). */
  private int[] order(long seed, int epoch) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "order", epoch));
    int[] order = new int[images.count()];
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
