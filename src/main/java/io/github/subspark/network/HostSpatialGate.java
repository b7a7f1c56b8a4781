/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Arrays;
import java.util.Optional;

/** {@link SpatialAttention}. */
final class HostSpatialGate implements HostGate {
  private final int images;
  private final int channels;
  private final int positions;
  private final SharedWeights convolution;
  private final HostParameter weight;
  private final HostParameter bias;
  private final HostSigmoid sigmoid;

  /** Of the last pass, [image][position]. */
  private final float[] gates;

  HostSpatialGate(
      AutoencoderGraph graph, SpatialAttention attention, int images, double learningRate) {
    this.images = images;
    channels = attention.channels();
    positions = attention.positions();
    convolution = attention.convolution();
    String layer = attention.getLayerName();
    weight = new HostParameter(graph, layer, SpatialAttention.WEIGHT, learningRate);
    bias = new HostParameter(graph, layer, SpatialAttention.BIAS, learningRate);
    sigmoid = HostSigmoid.of(attention);
    gates = new float[images * positions];
  }

  @Override
  public void gate(float[] features, int image) {
    float[] gate = new float[positions];
    Arrays.fill(gate, bias.values[0]);
    convolution.apply(weight.values, descriptors(features), gate);
    sigmoid.apply(gate);
    for (int i = 0; i < features.length; i++) {
      features[i] *= gate[i % positions];
    }
    System.arraycopy(gate, 0, gates, image * positions, positions);
  }

  @Override
  public void backpropagate(float[] features, float[] delta, int image) {
    float[] gate = Arrays.copyOfRange(gates, image * positions, (image + 1) * positions);
    float[] logitsDelta = new float[positions];
    for (int i = 0; i < features.length; i++) {
      logitsDelta[i % positions] += features[i] * delta[i];
      delta[i] *= gate[i % positions];
    }
    sigmoid.backpropagate(gate, logitsDelta);
    for (float one : logitsDelta) {
      bias.gradient[0] += one;
    }
    float[] descriptors = descriptors(features);
    float[] descriptorsDelta = new float[descriptors.length];
    convolution.backpropagate(
        weight.values, descriptors, logitsDelta, weight.gradient, descriptorsDelta);
    addToFeatures(features, descriptors, descriptorsDelta, delta);
  }

  /** Each position's mean over channels, then each position's maximum. */
  private float[] descriptors(float[] features) {
    float[] descriptors = new float[SpatialAttention.DESCRIPTORS * positions];
    Arrays.fill(descriptors, positions, descriptors.length, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < features.length; i++) {
      int at = i % positions;
      descriptors[at] += features[i] / channels;
      descriptors[positions + at] = Math.max(descriptors[positions + at], features[i]);
    }
    return descriptors;
  }

  private void addToFeatures(
      float[] features, float[] descriptors, float[] descriptorsDelta, float[] delta) {
    int[] largest = new int[positions];
    for (int i = 0; i < features.length; i++) {
      largest[i % positions] += features[i] == descriptors[positions + i % positions] ? 1 : 0;
    }
    for (int i = 0; i < features.length; i++) {
      int at = i % positions;
      delta[i] += descriptorsDelta[at] / channels;
      if (features[i] == descriptors[positions + at]) {
        delta[i] += descriptorsDelta[positions + at] / largest[at];
      }
    }
  }

  @Override
  public void begin() {
    weight.begin();
    bias.begin();
  }

  @Override
  public void update() {
    weight.update();
    bias.update();
  }

  @Override
  public Optional<GateStatistics> statistics() {
    return Optional.of(GateStatistics.of(new float[0], gates, images));
  }
}
