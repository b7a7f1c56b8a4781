/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

/**
 * The terms of the loss at one step, sums over the images of that step; NaN for what the network
 * does not have.
 *
 * @param reconstruction 1/2 sum (X - Xhat)^2
 * @param regularization sum C^2, unweighted
 * @param selfExpression 1/2 sum (Z - CZ)^2, unweighted
 * @param total the weighted sum, which is what a step descends
 */
public record LossTerms(
    double reconstruction, double regularization, double selfExpression, double total) {}
