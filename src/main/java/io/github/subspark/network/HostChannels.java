/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

/** Sums and products channel by channel, on one image's features, channel by channel. */
final class HostChannels {
  private final int channels;

  /** Of a channel's positions, at most an image's. */
  private final float[] scratch;

  HostChannels(int channels, int positions) {
    this.channels = channels;
    scratch = new float[positions];
  }

  static HostChannels of(AutoencoderGraph graph) {
    int channels = graph.architecture().latentChannels();
    return new HostChannels(channels, graph.architecture().latentSize() / channels);
  }

  /** Each channel's mean. */
  float[] means(float[] features) {
    float[] means = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      System.arraycopy(features, channel * scratch.length, scratch, 0, scratch.length);
      means[channel] = PairwiseSum.of(scratch, scratch.length) / scratch.length;
    }
    return means;
  }

  /** Each channel's maximum. */
  float[] maxima(float[] features) {
    float[] maxima = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      float maximum = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < scratch.length; i++) {
        maximum = Math.max(maximum, features[channel * scratch.length + i]);
      }
      maxima[channel] = maximum;
    }
    return maxima;
  }

  /** Each channel's inner product. */
  float[] products(float[] one, float[] other) {
    float[] products = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      int from = channel * scratch.length;
      for (int i = 0; i < scratch.length; i++) {
        scratch[i] = one[from + i] * other[from + i];
      }
      products[channel] = PairwiseSum.of(scratch, scratch.length);
    }
    return products;
  }

  /** Multiplies each channel by its factor, in place. */
  void scale(float[] values, float[] factor) {
    scale(values, factor, 0, new float[channels]);
  }

  /**
   * Multiplies each channel by its factor and adds its share of the gradient of the mean, in place.
   *
   * @param first where the image's factors start
   */
  void scale(float[] values, float[] factor, int first, float[] meansDelta) {
    for (int channel = 0; channel < channels; channel++) {
      float gate = factor[first + channel];
      float share = meansDelta[channel] / scratch.length;
      int from = channel * scratch.length;
      for (int i = 0; i < scratch.length; i++) {
        values[from + i] = values[from + i] * gate + share;
      }
    }
  }

  /** Adds the gradients of the maxima to the values that are as large, in equal shares. */
  void addToMaxima(float[] features, float[] maxima, float[] maximaDelta, float[] target) {
    for (int channel = 0; channel < channels; channel++) {
      int from = channel * scratch.length;
      int largest = 0;
      for (int i = 0; i < scratch.length; i++) {
        largest += features[from + i] == maxima[channel] ? 1 : 0;
      }
      for (int i = 0; i < scratch.length; i++) {
        if (features[from + i] == maxima[channel]) {
          target[from + i] += maximaDelta[channel] / largest;
        }
      }
    }
  }
}
