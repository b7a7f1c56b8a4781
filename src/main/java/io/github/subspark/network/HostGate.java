/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Optional;

/**
 * A gate on the latent in host memory, one image at a time: rows of d values, channel by channel.
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

  /**
   * The gates that a fine-tuning network has at a place; empty if it has none there.
   *
   * @param place the name of the first gate's vertex
   */
  static Optional<HostGate> at(
      String place, AutoencoderGraph graph, int images, double learningRate) {
    return Gates.at(place, graph).stream()
        .map(layer -> of(layer, graph, images, learningRate))
        .reduce(HostGatePair::new);
  }

  private static HostGate of(
      NamedLayer layer, AutoencoderGraph graph, int images, double learningRate) {
    if (layer instanceof ConstantGate gate) {
      return new Constant((float) gate.gate());
    } else if (layer instanceof ChannelAttention attention) {
      return new HostChannelGate(graph, attention, images, learningRate);
    } else if (layer instanceof EfficientAttention attention) {
      return new HostEfficientGate(graph, attention, images, learningRate);
    } else if (layer instanceof SpatialAttention attention) {
      return new HostSpatialGate(graph, attention, images, learningRate);
    }
    return new HostSoftmaxGate(graph, (SoftmaxGate) layer, images);
  }

  /** The same factor for all. */
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
