/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import io.github.subspark.network.Attention;
import io.github.subspark.training.Engine;
import io.github.subspark.training.EpochListener;
import io.github.subspark.training.Pretrained;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** Epochs of trainings, timed from one's end to the next one's. */
final class Trainings {
  /** Epochs of a round that are not counted: the first touch of memory, and the compiler's work. */
  private static final int WARM_UP = 2;

  private static final int PRETRAINING = 8;
  private static final int FINETUNING = 5;
  private static final long SEED = 1;

  private Trainings() {}

  /** An epoch of pretraining, in shuffled batches. */
  static Pair pretraining(Problem problem, int k, Engine ours, Engine peer, int rounds) {
    pretraining(problem, k, ours);
    pretraining(problem, k, peer);
    return Pair.inTurn(
        rounds, () -> pretraining(problem, k, ours), () -> pretraining(problem, k, peer));
  }

  private static double pretraining(Problem problem, int k, Engine engine) {
    return epoch(
        listener ->
            engine.pretrain(
                problem.images(),
                problem.architecture(k),
                problem.training(WARM_UP + PRETRAINING, 1),
                SEED,
                listener));
  }

  /** An epoch of fine-tuning. */
  static Pair finetuning(
      Problem problem, int k, Attention attention, Engine ours, Engine peer, int rounds) {
    Pretrained start = start(problem, k, ours);
    finetuning(problem, k, attention, start, ours);
    finetuning(problem, k, attention, start, peer);
    return Pair.inTurn(
        rounds,
        () -> finetuning(problem, k, attention, start, ours),
        () -> finetuning(problem, k, attention, start, peer));
  }

  /** An epoch of fine-tuning while another one runs in the same process, and alone. */
  static Pair atOnce(Problem problem, int k, Engine engine, int rounds) {
    Pretrained start = start(problem, k, engine);
    DoubleSupplier one = () -> finetuning(problem, k, Attention.NONE, start, engine);
    return Pair.inTurn(
        rounds,
        () -> {
          CompletableFuture<Double> other = CompletableFuture.supplyAsync(one::getAsDouble);
          return (one.getAsDouble() + other.join()) / 2;
        },
        one);
  }

  /** Weights after one epoch. */
  static Pretrained start(Problem problem, int k, Engine engine) {
    return engine.pretrain(problem.images(), problem.architecture(k), problem.training(1, 1), SEED);
  }

  static double finetuning(
      Problem problem, int k, Attention attention, Pretrained start, Engine engine) {
    return epoch(
        listener ->
            engine.fineTune(
                problem.images(),
                problem.architecture(k),
                attention,
                problem.spec().network(),
                problem.training(1, WARM_UP + FINETUNING),
                start,
                SEED,
                listener));
  }

  /** Milliseconds of an epoch: the median of one training. */
  private static double epoch(Consumer<EpochListener> training) {
    List<Long> ends = new ArrayList<>();
    training.accept((phase, attempt, epoch, epochs) -> ends.add(System.nanoTime()));
    double[] taken = new double[ends.size() - WARM_UP];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = (ends.get(WARM_UP + i) - ends.get(WARM_UP + i - 1)) / 1e6;
    }
    return Pair.median(taken);
  }
}
