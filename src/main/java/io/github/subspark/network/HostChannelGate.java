/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Arrays;
import java.util.Optional;

/** Channel attention: sigmoid(fc2(relu(fc1(GAP(F))))), see {@link ChannelAttention}. */
final class HostChannelGate implements HostGate {
  private final int images;
  private final int channels;
  private final int units;

  private final Linear first;
  private final Linear second;

  /** Of the last pass: [image][channel], [image][unit], [image][channel]. */
  private final float[] pooled;

  private final float[] hidden;
  private final float[] gates;

  /** Of a channel's positions, at most an image's. */
  private final float[] scratch;

  HostChannelGate(
      AutoencoderGraph graph, ChannelAttention attention, int images, double learningRate) {
    this.images = images;
    channels = attention.channels();
    units = attention.hiddenUnits();
    first =
        new Linear(
            graph, ChannelAttention.FC1_WEIGHT, ChannelAttention.FC1_BIAS, units, learningRate);
    second =
        new Linear(
            graph, ChannelAttention.FC2_WEIGHT, ChannelAttention.FC2_BIAS, channels, learningRate);
    pooled = new float[images * channels];
    hidden = new float[images * units];
    gates = new float[images * channels];
    scratch = new float[graph.architecture().latentSize() / channels];
  }

  @Override
  public void gate(float[] features, int image) {
    int positions = features.length / channels;
    float[] means = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      System.arraycopy(features, channel * positions, scratch, 0, positions);
      means[channel] = PairwiseSum.of(scratch, positions) / positions;
    }
    float[] active = first.of(means);
    for (int unit = 0; unit < units; unit++) {
      active[unit] = Math.max(active[unit], 0f);
    }
    float[] gate = second.of(active);
    for (int channel = 0; channel < channels; channel++) {
      gate[channel] = (float) (1 / (1 + Math.exp(-gate[channel])));
      scale(features, channel * positions, positions, gate[channel], 0f);
    }
    System.arraycopy(means, 0, pooled, image * channels, channels);
    System.arraycopy(active, 0, hidden, image * units, units);
    System.arraycopy(gate, 0, gates, image * channels, channels);
  }

  @Override
  public void backpropagate(float[] features, float[] delta, int image) {
    int positions = features.length / channels;
    float[] gateDelta = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      float gate = gates[image * channels + channel];
      float reached = product(features, delta, channel * positions, positions);
      gateDelta[channel] = reached * gate * (1 - gate);
    }
    float[] active = Arrays.copyOfRange(hidden, image * units, (image + 1) * units);
    float[] hiddenDelta = second.backpropagate(active, gateDelta);
    for (int unit = 0; unit < units; unit++) {
      hiddenDelta[unit] = active[unit] > 0 ? hiddenDelta[unit] : 0f;
    }
    float[] means = Arrays.copyOfRange(pooled, image * channels, (image + 1) * channels);
    float[] pooledDelta = first.backpropagate(means, hiddenDelta);
    for (int channel = 0; channel < channels; channel++) {
      // To F directly, and through its mean over positions.
      float share = pooledDelta[channel] / positions;
      scale(delta, channel * positions, positions, gates[image * channels + channel], share);
    }
  }

  private static void scale(float[] values, int from, int length, float factor, float term) {
    for (int i = 0; i < length; i++) {
      values[from + i] = values[from + i] * factor + term;
    }
  }

  private float product(float[] one, float[] other, int from, int length) {
    for (int i = 0; i < length; i++) {
      scratch[i] = one[from + i] * other[from + i];
    }
    return PairwiseSum.of(scratch, length);
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
  private static final class Linear {
    private final float[] weight;
    private final float[] bias;
    private final float[] weightGradient;
    private final float[] biasGradient;
    private final HostFloats weights;
    private final HostFloats biases;
    private final HostAdam weightUpdater;
    private final HostAdam biasUpdater;

    private Linear(
        AutoencoderGraph graph,
        String weightKey,
        String biasKey,
        int outputs,
        double learningRate) {
      String layer = GraphConfigurations.ATTENTION + ".";
      weights = HostFloats.of(graph.parameter(layer + weightKey));
      biases = HostFloats.of(graph.parameter(layer + biasKey));
      weightUpdater = new HostAdam(graph.parameter(layer + weightKey), learningRate);
      biasUpdater = new HostAdam(graph.parameter(layer + biasKey), learningRate);
      weight = new float[Math.toIntExact(graph.parameter(layer + weightKey).length())];
      weightGradient = new float[weight.length];
      bias = new float[outputs];
      biasGradient = new float[outputs];
    }

    private void begin() {
      weights.read(0, weight);
      biases.read(0, bias);
      Arrays.fill(weightGradient, 0f);
      Arrays.fill(biasGradient, 0f);
    }

    private float[] of(float[] input) {
      float[] output = bias.clone();
      for (int i = 0; i < output.length; i++) {
        for (int j = 0; j < input.length; j++) {
          output[i] += weight[i * input.length + j] * input[j];
        }
      }
      return output;
    }

    /** Adds to the gradients of the parameters, and returns that of the input. */
    private float[] backpropagate(float[] input, float[] delta) {
      float[] inputDelta = new float[input.length];
      for (int i = 0; i < delta.length; i++) {
        biasGradient[i] += delta[i];
        for (int j = 0; j < input.length; j++) {
          weightGradient[i * input.length + j] += delta[i] * input[j];
          inputDelta[j] += delta[i] * weight[i * input.length + j];
        }
      }
      return inputDelta;
    }

    private void update() {
      weightUpdater.step(weightGradient);
      biasUpdater.step(biasGradient);
    }
  }
}
