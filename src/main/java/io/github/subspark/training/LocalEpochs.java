/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.Seeds;
import io.github.subspark.images.Images;
import io.github.subspark.network.PretrainingStep;

/** Epochs in this process, over images that lie in its memory. */
final class LocalEpochs implements Epochs {
  private final PretrainingStep step;
  private final int images;
  private final int batchSize;
  private final long seed;

  private LocalEpochs(PretrainingStep step, Images images, TrainingSpec spec, long seed) {
    this.step = step;
    this.images = images.count();
    this.batchSize = spec.batchSize();
    this.seed = seed;
  }

  /** Begins attempts whose steps a library takes. */
  static Epochs.Beginning by(PretrainingStep.Factory steps, Images images, TrainingSpec spec) {
    return (graph, seed) ->
        new LocalEpochs(steps.of(graph, images.pixels(), spec.learningRate()), images, spec, seed);
  }

  @Override
  public double take(int epoch) {
    int[] order = ShuffledOrder.of(Seeds.derive(seed, "order", epoch), images);
    double loss = 0;
    for (int from = 0; from < images; from += batchSize) {
      loss += step.take(order, from, Math.min(batchSize, images - from));
    }
    return loss;
  }

  @Override
  public void close() {
    step.close();
  }
}
