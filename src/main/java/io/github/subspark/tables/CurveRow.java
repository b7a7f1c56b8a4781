/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.tables;

/**
 * One epoch of one training: a row of {@code curves}. A pretraining stands once, with attention
 * null: it serves all arms of its compression and seed.
 *
 * @param data short name of the images
 * @param compression latent size / input size
 * @param channels k
 * @param attention the kind: none, constant, channel, ...; null for a pretraining
 * @param seed the cell's seed
 * @param phase pretraining or finetuning
 * @param attempt 0, or the number of the restart
 * @param epoch from 1
 * @param reconstruction 1/2 sum (X - Xhat)^2 over all images
 * @param regularization sum C^2, unweighted; null in pretraining
 * @param selfExpression 1/2 sum (Z - CZ)^2, unweighted; null in pretraining
 * @param total reconstruction + lambda1 regularization + lambda2 selfExpression
 * @param activeUnits share of (image, hidden unit) pairs of the attention with positive input
 * @param gateMean mean gate over images and channels
 * @param gateSpread mean over channels of the gate's standard deviation over images
 */
public record CurveRow(
    String data,
    double compression,
    int channels,
    String attention,
    long seed,
    String phase,
    int attempt,
    int epoch,
    Double reconstruction,
    Double regularization,
    Double selfExpression,
    Double total,
    Double activeUnits,
    Double gateMean,
    Double gateSpread) {}
