/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.List;

/** The layers of each attention kind, in the order in which features pass them. */
final class Gates {
  private Gates() {}

  /**
   * The gates of one place.
   *
   * @param place the name of the first layer
   */
  static List<NamedLayer> of(
      Attention attention, String place, Architecture architecture, NetworkSpec spec) {
    int channels = architecture.latentChannels();
    double initial = spec.initialGate();
    return switch (attention) {
      case NONE -> List.of();
      case CONSTANT -> List.of(new ConstantGate(place, spec.constantGate()));
      case CHANNEL -> List.of(ChannelAttention.ofMeans(place, channels, initial));
      case CHANNEL_ONE -> List.of(ChannelAttention.ofMeans(place, channels, 1));
      case SPATIAL -> List.of(new SpatialAttention(place, architecture, initial));
      case ECA -> List.of(new EfficientAttention(place, channels, initial));
      case CBAM ->
          List.of(
              ChannelAttention.ofMeansAndMaxima(place, channels, initial),
              new SpatialAttention(second(place), architecture, initial));
      case SOFTMAX -> List.of(new SoftmaxGate(place, channels, initial));
    };
  }

  /** The name of the second layer of a place. */
  private static String second(String place) {
    return place + ".spatial";
  }

  /** The gates that a fine-tuning network has at a place. */
  static List<NamedLayer> at(String place, AutoencoderGraph graph) {
    return List.of(place, second(place)).stream()
        .flatMap(vertex -> graph.configuration(vertex).stream())
        .toList();
  }
}
