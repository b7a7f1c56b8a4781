/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import io.github.subspark.network.Attention;
import io.github.subspark.training.Engine;
import io.github.subspark.training.Epoch;
import io.github.subspark.training.Pretrained;
import java.util.List;

/** That both engines compute the same thing, before they are timed. */
final class Agreement {
  private static final int EPOCHS = 5;
  private static final double TOLERANCE = 1e-3;
  private static final long SEED = 3;

  private Agreement() {}

  /**
   * Trains some epochs by both, from the same weights in the same order.
   *
   * @throws IllegalStateException if a loss differs by more than a thousandth
   */
  static void require(Problem problem, Engine ours, Engine peer) {
    for (int k : List.of(1, 3)) {
      Pretrained own = pretrain(problem, k, ours);
      require("pretraining, k = " + k, own.curve(), pretrain(problem, k, peer).curve());
      for (Attention attention : Attention.values()) {
        require(
            "fine-tuning, k = %d, %s".formatted(k, attention.text()),
            fineTune(problem, k, attention, own, ours),
            fineTune(problem, k, attention, own, peer));
      }
    }
  }

  private static Pretrained pretrain(Problem problem, int k, Engine engine) {
    return engine.pretrain(
        problem.images(), problem.architecture(k), problem.training(EPOCHS, EPOCHS), SEED);
  }

  private static List<Epoch> fineTune(
      Problem problem, int k, Attention attention, Pretrained start, Engine engine) {
    return engine
        .fineTune(
            problem.images(),
            problem.architecture(k),
            attention,
            problem.spec().network(),
            problem.training(EPOCHS, EPOCHS),
            start,
            SEED)
        .curve();
  }

  private static void require(String what, List<Epoch> ours, List<Epoch> peer) {
    double own = ours.get(ours.size() - 1).total();
    double other = peer.get(peer.size() - 1).total();
    if (!(Math.abs(own - other) <= TOLERANCE * Math.abs(other))) {
      throw new IllegalStateException(
          "Cannot compare %s: the losses after %d epochs are %s and %s"
              .formatted(what, EPOCHS, own, other));
    }
  }
}
