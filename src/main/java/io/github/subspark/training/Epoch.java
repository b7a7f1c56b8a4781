/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import java.io.Serializable;

/**
 * One epoch of a training curve: the terms of the loss as the epoch's steps met them, sums over all
 * images. What a phase does not have is NaN.
 *
 * @param phase which training
 * @param attempt from 0; the last one of a pretraining is the one that is kept
 * @param epoch from 1
 * @param reconstruction 1/2 sum (X - Xhat)^2
 * @param regularization sum C^2, unweighted
 * @param selfExpression 1/2 sum (Z - CZ)^2, unweighted
 * @param total reconstruction + lambda1 regularization + lambda2 selfExpression
 * @param activeUnits share of (image, fc1 unit) pairs with a positive ReLU input
 * @param gateMean mean of the gate over images and channels
 * @param gateSpread mean over channels of the gate's standard deviation over images
 */
public record Epoch(
    Phase phase,
    int attempt,
    int epoch,
    double reconstruction,
    double regularization,
    double selfExpression,
    double total,
    double activeUnits,
    double gateMean,
    double gateSpread)
    implements Serializable {

  /** Of a pretraining, whose loss is the reconstruction alone. */
  static Epoch ofPretraining(int attempt, int epoch, double loss) {
    return new Epoch(
        Phase.PRETRAINING,
        attempt,
        epoch,
        loss,
        Double.NaN,
        Double.NaN,
        loss,
        Double.NaN,
        Double.NaN,
        Double.NaN);
  }

  /** The same epoch of an attempt with another number. */
  Epoch ofAttempt(int number) {
    return new Epoch(
        phase,
        number,
        epoch,
        reconstruction,
        regularization,
        selfExpression,
        total,
        activeUnits,
        gateMean,
        gateSpread);
  }
}
