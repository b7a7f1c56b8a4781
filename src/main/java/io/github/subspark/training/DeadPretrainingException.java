/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

/**
 * Every attempt of a pretraining died: its loss never left that of a decoder that answers nothing.
 */
public final class DeadPretrainingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int attempts;
  private final double loss;

  /**
   * All attempts are used up.
   *
   * @param attempts how many were made
   * @param loss what the last one reached
   * @param silence 1/2 sum X^2, the loss of a decoder that answers nothing
   */
  DeadPretrainingException(int attempts, double loss, double silence) {
    super(
        ("Cannot pretrain: %s died, the last at loss %.6g, %.3g of 1/2 sum X^2."
                + " Train for more epochs or in smaller batches, or take another seed or more channels.")
            .formatted(
                attempts == 1 ? "its only attempt" : "all %d attempts".formatted(attempts),
                loss,
                loss / silence));
    this.attempts = attempts;
    this.loss = loss;
  }

  /** How many attempts were made. */
  public int attempts() {
    return attempts;
  }

  /** The loss that the last attempt reached; NaN or infinite if it diverged. */
  public double loss() {
    return loss;
  }
}
