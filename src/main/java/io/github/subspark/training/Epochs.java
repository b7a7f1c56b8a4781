/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.network.AutoencoderGraph;

/** Takes the epochs of one attempt of a pretraining, wherever its images lie. Close it. */
public interface Epochs extends AutoCloseable {

  /**
   * Takes steps over every image once and leaves the weights in the attempt's graph.
   *
   * @param epoch from 1
   * @return 1/2 sum (X - Xhat)^2 over all images, as the epoch's steps met them
   */
  double take(int epoch);

  @Override
  void close();

  /** Begins an attempt. */
  @FunctionalInterface
  interface Beginning {
    /**
     * Begins with epoch 1.
     *
     * @param graph a pretraining network with its first weights
     * @param seed orders of images derive from it
     */
    Epochs of(AutoencoderGraph graph, long seed);
  }
}
