/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.tables;

/**
 * The clusters of all images under one clustering: a row of {@code assignments}.
 *
 * @param data short name of the images
 * @param compression latent size / input size
 * @param channels k
 * @param attention the kind: none, constant, channel, ...
 * @param method dsc-network
 * @param seed the cell's seed
 * @param epochRule fixed, or best-by-labels: of the epoch that labels chose
 * @param engine dl4j or torch
 * @param affinity plain, dsc or grid
 * @param clusterer pic, njw, discretize, power, ensemble, ensemble-closed-form or ensemble-weighted
 * @param assignments cluster of each image, 0 to K - 1, in the order of {@code images}
 */
public record AssignmentRow(
    String data,
    double compression,
    int channels,
    String attention,
    String method,
    long seed,
    String epochRule,
    String engine,
    String affinity,
    String clusterer,
    int[] assignments) {

  /** The assignments that a row of {@code results} scores, under the same key. */
  public static AssignmentRow of(ResultRow scored, int[] assignments) {
    return new AssignmentRow(
        scored.data(),
        scored.compression(),
        scored.channels(),
        scored.attention(),
        scored.method(),
        scored.seed(),
        scored.epochRule(),
        scored.engine(),
        scored.affinity(),
        scored.clusterer(),
        assignments);
  }
}
