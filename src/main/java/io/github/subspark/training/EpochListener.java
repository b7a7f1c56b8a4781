/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

/** Hears of every finished epoch, for progress; called on the training's thread. */
@FunctionalInterface
public interface EpochListener {
  /** Hears nothing. */
  EpochListener SILENT = (phase, attempt, epoch, epochs) -> {};

  /**
   * An epoch ended.
   *
   * @param phase which training
   * @param attempt 0, or the number of the restart
   * @param epoch from 1
   * @param epochs how many the phase has
   */
  void finished(Phase phase, int attempt, int epoch, int epochs);

  /**
   * Takes C after an epoch that labels may choose, see {@link OracleSpec}.
   *
   * @param coefficients N x N, row-major, the listener's own
   */
  default void trained(float[] coefficients) {
    // Most listeners count epochs.
  }
}
