/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.Attention;
import io.github.subspark.network.NetworkSpec;
import io.github.subspark.training.AttentionHealth;
import io.github.subspark.training.Epoch;
import io.github.subspark.training.EpochListener;
import io.github.subspark.training.FineTuned;
import io.github.subspark.training.Phase;
import io.github.subspark.training.Pretrained;
import io.github.subspark.training.TrainingSpec;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Trains nothing, in no time: a C of two blocks with noise, drawn from the seed. It counts its
 * calls by step in this process, where local mode runs its tasks.
 */
record FakeEngine() implements PretendedEngine {
  private static final Map<String, Integer> CALLS = new ConcurrentHashMap<>();

  private static final int PARAMETERS = 16;

  /** Forgets all calls. */
  static void forget() {
    CALLS.clear();
  }

  /** Calls so far, by {@link #pretraining} and {@link #fineTuning}. */
  static Map<String, Integer> calls() {
    return new TreeMap<>(CALLS);
  }

  /** What a pretraining is called among the calls. */
  static String pretraining(int channels) {
    return "pretrain k" + channels;
  }

  /** What a fine-tuning is called among the calls. */
  static String fineTuning(int channels, Attention attention) {
    return "finetune k" + channels + " " + attention.text();
  }

  @Override
  public Pretrained pretrain(
      Images images,
      Architecture architecture,
      TrainingSpec spec,
      long seed,
      EpochListener listener) {
    count(pretraining(architecture.latentChannels()));
    float[] weights = new float[PARAMETERS];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextDouble();
    }
    return new Pretrained(
        weights, seed, 0, curve(Phase.PRETRAINING, spec.pretrainingEpochs(), random));
  }

  @Override
  public FineTuned fineTune(
      Images images,
      Architecture architecture,
      Attention attention,
      NetworkSpec network,
      TrainingSpec spec,
      Pretrained pretrained,
      long seed,
      EpochListener listener) {
    count(fineTuning(architecture.latentChannels(), attention));
    // From the weights too: a run that read others would end with another C.
    SplittableRandom random =
        new SplittableRandom(seed + attention.text().hashCode() + Float.hashCode(sum(pretrained)));
    int n = images.count();
    float[] coefficients = new float[n * n];
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        boolean together = row * 2 / n == column * 2 / n;
        coefficients[row * n + column] =
            row == column ? 0 : (float) (random.nextDouble() * (together ? 1 : 0.05));
      }
    }
    return new FineTuned(
        coefficients,
        pretrained.parameters().clone(),
        latent(n * architecture.latentSize(), random),
        curve(Phase.FINETUNING, spec.finetuningEpochs(images.count()), random),
        attention == Attention.CHANNEL ? AttentionHealth.ACTIVE : AttentionHealth.ABSENT,
        random.nextDouble());
  }

  private static void count(String step) {
    CALLS.merge(step, 1, Integer::sum);
  }

  private static float sum(Pretrained pretrained) {
    float sum = 0;
    for (float weight : pretrained.parameters()) {
      sum += weight;
    }
    return sum;
  }

  private static float[] latent(int size, SplittableRandom random) {
    float[] latent = new float[size];
    for (int k = 0; k < size; k++) {
      latent[k] = (float) random.nextDouble();
    }
    return latent;
  }

  private static List<Epoch> curve(Phase phase, int epochs, SplittableRandom random) {
    return IntStream.rangeClosed(1, epochs)
        .mapToObj(
            epoch -> {
              double loss = random.nextDouble();
              return new Epoch(
                  phase, 0, epoch, loss, Double.NaN, Double.NaN, loss, Double.NaN, 1, 0);
            })
        .toList();
  }
}
