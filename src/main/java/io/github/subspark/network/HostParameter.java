/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Arrays;

/** A gate's parameter of a few values in host memory, its gradient and its Adam. */
final class HostParameter {
  /** As of the step's begin. */
  final float[] values;

  /** The sum over the images of the step. */
  final float[] gradient;

  private final HostFloats memory;
  private final HostAdam updater;

  HostParameter(AutoencoderGraph graph, String layer, String key, double learningRate) {
    String name = layer + "." + key;
    memory = HostFloats.of(graph.parameter(name));
    updater = new HostAdam(graph.parameter(name), learningRate);
    values = new float[Math.toIntExact(graph.parameter(name).length())];
    gradient = new float[values.length];
  }

  void begin() {
    memory.read(0, values);
    Arrays.fill(gradient, 0f);
  }

  void update() {
    updater.step(gradient);
  }
}
