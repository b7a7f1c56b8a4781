/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

/** A fine-tuning's loss is no number any more. */
public final class DivergedTrainingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int epoch;

  DivergedTrainingException(int epoch, double loss) {
    super(
        "Cannot fine-tune: the loss of epoch %d is %s. Take a smaller learning rate."
            .formatted(epoch, loss));
    this.epoch = epoch;
  }

  /** The epoch, from 1. */
  public int epoch() {
    return epoch;
  }
}
