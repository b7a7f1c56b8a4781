/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Optional;

/**
 * Takes Adam steps of a fine-tuning network on all images. Owns memory beside the graph: close it;
 * the graph stays the caller's and holds the weights when this is closed.
 */
public interface FineTuningStep extends AutoCloseable {

  /**
   * One step.
   *
   * @return the loss before the step
   */
  LossTerms take();

  /** The loss without a step. */
  LossTerms loss();

  /** What attention did in the last pass; empty without channel attention. */
  Optional<GateStatistics> gateStatistics();

  /** Sum (Z - CZ)^2 / sum Z^2 in the last pass: 0 if every latent is expressed exactly. */
  double selfExpressionResidual();

  /** Leaves the weights of now in the graph, where other memory than the graph's holds them. */
  default void share() {
    // Most ways train in the graph's memory.
  }

  @Override
  void close();

  /** A library's way of taking steps. */
  @FunctionalInterface
  interface Factory {
    /**
     * Steps of one network.
     *
     * @param graph a fine-tuning network, whose weights the steps change
     * @param pixels all images, [image][channel][row][column]; not written to
     * @param learningRate Adam's
     */
    FineTuningStep of(AutoencoderGraph graph, float[] pixels, double learningRate);
  }

  /**
   * Floats that a step of DL4J's on a processor holds beside the graph, in native memory.
   *
   * @param images N
   * @param size d of the latent
   */
  static long hostFloats(int images, int size) {
    return HostSelfExpression.floats(images, size);
  }

  /** By DL4J, as suits the backend that is loaded. */
  static Factory ofDl4j() {
    return (graph, pixels, learningRate) ->
        switch (Backend.loaded().device()) {
          case CPU -> new HostFineTuningStep(graph, pixels, learningRate);
          case GPU -> new GraphFineTuningStep(graph, pixels);
        };
  }

  /**
   * By libtorch.
   *
   * @param device as {@link Libtorch} names it
   */
  static Factory ofTorch(String device) {
    return (graph, pixels, learningRate) ->
        new TorchFineTuningStep(graph, pixels, learningRate, device);
  }
}
