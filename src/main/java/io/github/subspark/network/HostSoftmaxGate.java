/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Optional;

/** {@link SoftmaxGate}. */
final class HostSoftmaxGate implements HostGate {
  private final int images;
  private final int size;

  /** The sum of an image's gates. */
  private final double total;

  /** Of the last pass, [image][value]. */
  private final float[] gates;

  HostSoftmaxGate(AutoencoderGraph graph, SoftmaxGate gate, int images) {
    this.images = images;
    size = graph.architecture().latentSize();
    total = gate.initialGate() * size;
    gates = new float[images * size];
  }

  @Override
  public void gate(float[] features, int image) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float feature : features) {
      largest = Math.max(largest, feature);
    }
    double[] powers = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      powers[i] = Math.exp(features[i] - largest);
      sum += powers[i];
    }
    for (int i = 0; i < size; i++) {
      float gate = (float) (total * powers[i] / sum);
      gates[image * size + i] = gate;
      features[i] *= gate;
    }
  }

  @Override
  public void backpropagate(float[] features, float[] delta, int image) {
    double mean = 0;
    for (int i = 0; i < size; i++) {
      mean += features[i] * delta[i] * gates[image * size + i] / total;
    }
    for (int i = 0; i < size; i++) {
      delta[i] = gates[image * size + i] * (float) (delta[i] + features[i] * delta[i] - mean);
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
    return Optional.of(GateStatistics.of(new float[0], gates, images));
  }
}
