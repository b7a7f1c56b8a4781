/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Optional;

/** One gate after another. */
record HostGatePair(HostGate first, HostGate second) implements HostGate {
  @Override
  public void gate(float[] features, int image) {
    first.gate(features, image);
    second.gate(features, image);
  }

  @Override
  public void backpropagate(float[] features, float[] delta, int image) {
    float[] between = features.clone();
    first.gate(between, image);
    second.backpropagate(between, delta, image);
    first.backpropagate(features, delta, image);
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

  /** Of the first, which has hidden units. */
  @Override
  public Optional<GateStatistics> statistics() {
    return first.statistics();
  }
}
