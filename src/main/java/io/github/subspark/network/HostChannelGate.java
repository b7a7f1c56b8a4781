/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Arrays;
import java.util.Optional;

/** {@link ChannelAttention}. */
final class HostChannelGate implements HostGate {
  private final int images;
  private final int channels;
  private final int units;
  private final int descriptors;

  private final Linear first;
  private final Linear second;
  private final HostSigmoid sigmoid;
  private final HostChannels byChannel;

  /**
   * Of the last pass: [image][descriptor][channel], [image][descriptor][unit], [image][channel].
   */
  private final float[] pooled;

  private final float[] hidden;
  private final float[] gates;

  HostChannelGate(
      AutoencoderGraph graph, ChannelAttention attention, int images, double learningRate) {
    this.images = images;
    channels = attention.channels();
    units = attention.hiddenUnits();
    descriptors = attention.descriptors();
    String layer = attention.getLayerName();
    first =
        new Linear(
            new HostParameter(graph, layer, ChannelAttention.FC1_WEIGHT, learningRate),
            new HostParameter(graph, layer, ChannelAttention.FC1_BIAS, learningRate));
    second =
        new Linear(
            new HostParameter(graph, layer, ChannelAttention.FC2_WEIGHT, learningRate),
            new HostParameter(graph, layer, ChannelAttention.FC2_BIAS, learningRate));
    sigmoid = HostSigmoid.of(attention);
    byChannel = HostChannels.of(graph);
    pooled = new float[images * descriptors * channels];
    hidden = new float[images * descriptors * units];
    gates = new float[images * channels];
  }

  @Override
  public void gate(float[] features, int image) {
    float[] gate = new float[channels];
    for (int descriptor = 0; descriptor < descriptors; descriptor++) {
      float[] values = descriptor == 0 ? byChannel.means(features) : byChannel.maxima(features);
      float[] active = first.of(values);
      for (int unit = 0; unit < units; unit++) {
        active[unit] = Math.max(active[unit], 0f);
      }
      float[] logits = second.of(active);
      for (int channel = 0; channel < channels; channel++) {
        gate[channel] += logits[channel];
      }
      int row = image * descriptors + descriptor;
      System.arraycopy(values, 0, pooled, row * channels, channels);
      System.arraycopy(active, 0, hidden, row * units, units);
    }
    sigmoid.apply(gate);
    byChannel.scale(features, gate);
    System.arraycopy(gate, 0, gates, image * channels, channels);
  }

  @Override
  public void backpropagate(float[] features, float[] delta, int image) {
    float[] logitsDelta = byChannel.products(features, delta);
    sigmoid.backpropagate(
        Arrays.copyOfRange(gates, image * channels, (image + 1) * channels), logitsDelta);
    // To F directly, and through its mean over positions.
    byChannel.scale(delta, gates, image * channels, pooledDelta(image, 0, logitsDelta));
    if (descriptors == 2) {
      float[] maximaDelta = pooledDelta(image, 1, logitsDelta);
      byChannel.addToMaxima(features, descriptor(image, 1), maximaDelta, delta);
    }
  }

  /** The gradient of a descriptor; adds to those of the parameters. */
  private float[] pooledDelta(int image, int descriptor, float[] logitsDelta) {
    int row = image * descriptors + descriptor;
    float[] active = Arrays.copyOfRange(hidden, row * units, (row + 1) * units);
    float[] hiddenDelta = second.backpropagate(active, logitsDelta);
    for (int unit = 0; unit < units; unit++) {
      hiddenDelta[unit] = active[unit] > 0 ? hiddenDelta[unit] : 0f;
    }
    return first.backpropagate(descriptor(image, descriptor), hiddenDelta);
  }

  private float[] descriptor(int image, int descriptor) {
    int row = image * descriptors + descriptor;
    return Arrays.copyOfRange(pooled, row * channels, (row + 1) * channels);
  }

  @Override
  public void begin() {
    first.begin();
    second.begin();
  }

  @Override
  public void update() {
    first.update();
    second.update();
  }

  @Override
  public Optional<GateStatistics> statistics() {
    return Optional.of(GateStatistics.of(hidden, gates, images));
  }

  /** A small linear layer, weights [output][input], on one row at a time. */
  private record Linear(HostParameter weight, HostParameter bias) {
    private void begin() {
      weight.begin();
      bias.begin();
    }

    private float[] of(float[] input) {
      float[] output = bias.values.clone();
      for (int i = 0; i < output.length; i++) {
        for (int j = 0; j < input.length; j++) {
          output[i] += weight.values[i * input.length + j] * input[j];
        }
      }
      return output;
    }

    /** Adds to the gradients of the parameters, and returns that of the input. */
    private float[] backpropagate(float[] input, float[] delta) {
      float[] inputDelta = new float[input.length];
      for (int i = 0; i < delta.length; i++) {
        bias.gradient[i] += delta[i];
        for (int j = 0; j < input.length; j++) {
          weight.gradient[i * input.length + j] += delta[i] * input[j];
          inputDelta[j] += delta[i] * weight.values[i * input.length + j];
        }
      }
      return inputDelta;
    }

    private void update() {
      weight.update();
      bias.update();
    }
  }
}
