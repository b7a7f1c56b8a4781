/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Optional;

/**
 * What gates the latent in host memory, one image at a time: rows of d values, channel by channel.
 */
interface HostGate {
  /** Multiplies an image's features by its gate, in place. */
  void gate(float[] features, int image);

  /**
   * From the gradient of the gated features to that of the features, in place.
   *
   * @param features before the gate
   */
  void backpropagate(float[] features, float[] delta, int image);

  /** A new step: forgets gradients. */
  void begin();

  /** Adam on the gate's own parameters. */
  void update();

  /** Over all images, since the last of them was gated. */
  Optional<GateStatistics> statistics();

  /** The gate of a fine-tuning network. */
  static HostGate of(AutoencoderGraph graph, int images, double learningRate) {
    NamedLayer kind = graph.configuration(GraphConfigurations.ATTENTION).orElse(null);
    if (kind instanceof ChannelAttention attention) {
      return new HostChannelGate(graph, attention, images, learningRate);
    }
    return new Constant(kind instanceof ConstantGate constant ? (float) constant.gate() : 1f);
  }

  /** The same factor for all; 1 for no gate. */
  record Constant(float factor) implements HostGate {
    @Override
    public void gate(float[] features, int image) {
      multiply(features);
    }

    @Override
    public void backpropagate(float[] features, float[] delta, int image) {
      multiply(delta);
    }

    private void multiply(float[] values) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= factor;
      }
    }

    @Override
    public void begin() {
      // Nothing is summed.
    }

    @Override
    public void update() {
      // Nothing is learned.
    }

    @Override
    public Optional<GateStatistics> statistics() {
      return Optional.empty();
    }
  }
}
