/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

/**
 * Takes Adam steps of a pretraining network on batches of some images. Owns memory beside the
 * graph: close it; the graph stays the caller's and holds the weights when this is closed.
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

  /** A library's way of taking steps. */
  @FunctionalInterface
  interface Factory {
    /**
     * Steps of one network.
     *
     * @param graph a pretraining network, whose weights the steps change
     * @param pixels all images, [image][channel][row][column]; not written to
     * @param learningRate Adam's
     */
    PretrainingStep of(AutoencoderGraph graph, float[] pixels, double learningRate);
  }

  /** By DL4J, as suits the backend that is loaded. */
  static Factory ofDl4j() {
    return (graph, pixels, learningRate) ->
        switch (Backend.loaded().device()) {
          case CPU -> new HostPretrainingStep(graph, pixels, learningRate);
          case GPU -> new GraphPretrainingStep(graph, pixels);
        };
  }

  /**
   * By libtorch.
   *
   * @param device as {@link Libtorch} names it
   */
  static Factory ofTorch(String device) {
    return (graph, pixels, learningRate) ->
        new TorchPretrainingStep(graph, pixels, learningRate, device);
  }
}
