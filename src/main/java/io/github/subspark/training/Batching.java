/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.InvalidInputException;

/**
 * How workers divide a shared pretraining's steps.
 *
 * @param workers that share the images
 * @param batch images of a worker's batch
 * @param steps batches of a worker in an epoch
 * @param frequency steps from one averaging to the next
 */
public record Batching(int workers, int batch, int steps, int frequency) {

  /**
   * Of N images.
   *
   * @throws InvalidInputException if a batch has fewer images than there are workers
   */
  public static Batching of(PretrainingSpec pretraining, TrainingSpec training, int images) {
    int workers = pretraining.workers();
    int most = Math.min(training.batchSize(), images);
    if (workers > most) {
      throw new InvalidInputException(
          "Cannot share a pretraining among %d workers: a batch has %d images. Set pretraining.workers to %d at most."
              .formatted(workers, most, most));
    }
    int batch = ceil(most, workers);
    int steps = ceil(ceil(images, workers), batch);
    return new Batching(workers, batch, steps, Math.min(pretraining.averagingFrequency(), steps));
  }

  private static int ceil(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
