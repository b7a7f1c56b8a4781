/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Arrays;
import java.util.Optional;

/** {@link EfficientAttention}. */
final class HostEfficientGate implements HostGate {
  private final int images;
  private final int channels;
  private final SharedWeights convolution;
  private final HostParameter weight;
  private final HostSigmoid sigmoid;
  private final HostChannels byChannel;

  /** Of the last pass, [image][channel]. */
  private final float[] gates;

  HostEfficientGate(
      AutoencoderGraph graph, EfficientAttention attention, int images, double learningRate) {
    this.images = images;
    channels = attention.channels();
    convolution = attention.convolution();
    weight =
        new HostParameter(graph, attention.getLayerName(), EfficientAttention.WEIGHT, learningRate);
    sigmoid = HostSigmoid.of(attention);
    byChannel = HostChannels.of(graph);
    gates = new float[images * channels];
  }

  @Override
  public void gate(float[] features, int image) {
    float[] gate = new float[channels];
    convolution.apply(weight.values, byChannel.means(features), gate);
    sigmoid.apply(gate);
    byChannel.scale(features, gate);
    System.arraycopy(gate, 0, gates, image * channels, channels);
  }

  @Override
  public void backpropagate(float[] features, float[] delta, int image) {
    float[] logitsDelta = byChannel.products(features, delta);
    sigmoid.backpropagate(
        Arrays.copyOfRange(gates, image * channels, (image + 1) * channels), logitsDelta);
    float[] meansDelta = new float[channels];
    convolution.backpropagate(
        weight.values, byChannel.means(features), logitsDelta, weight.gradient, meansDelta);
    byChannel.scale(delta, gates, image * channels, meansDelta);
  }

  @Override
  public void begin() {
    weight.begin();
  }

  @Override
  public void update() {
    weight.update();
  }

  @Override
  public Optional<GateStatistics> statistics() {
    return Optional.of(GateStatistics.of(new float[0], gates, images));
  }
}
