/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

/**
 * Takes Adam steps of a pretraining network on batches of some images. Owns scratch memory: close
 * it; the graph stays the caller's and holds the weights, after every step.
 */
public interface PretrainingStep extends AutoCloseable {

  /**
   * One step on the images {@code order[from]} to {@code order[from + count - 1]}.
   *
   * @return 1/2 sum (X - Xhat)^2 over the batch, before the step
   */
  double take(int[] order, int from, int count);

  @Override
  void close();

  /**
   * The way of taking steps for the backend that is loaded.
   *
   * @param graph a pretraining network, whose weights the steps change
   * @param pixels all images, [image][channel][row][column]; not written to
   * @param learningRate Adam's
   */
  static PretrainingStep of(AutoencoderGraph graph, float[] pixels, double learningRate) {
    return switch (Backend.loaded().device()) {
      case CPU -> new HostPretrainingStep(graph, pixels, learningRate);
      case GPU -> new GraphPretrainingStep(graph, pixels);
    };
  }
}
