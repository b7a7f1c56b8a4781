/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Arrays;

/**
 * What channel attention did in one forward pass.
 *
 * @param activeUnits share of (image, fc1 unit) pairs with a positive ReLU input
 * @param mean mean of the gate over images and channels
 * @param spread mean over channels of the gate's standard deviation over images
 */
public record GateStatistics(double activeUnits, double mean, double spread) {

  /** From hidden units after the ReLU, [image][unit], and gates, [image][channel]. */
  static GateStatistics of(float[] hidden, float[] gate, int images) {
    long active = 0;
    for (float unit : hidden) {
      if (unit > 0) {
        active++;
      }
    }
    int channels = gate.length / images;
    double[] means = new double[channels];
    for (int i = 0; i < gate.length; i++) {
      means[i % channels] += gate[i] / (double) images;
    }
    double[] variances = new double[channels];
    for (int i = 0; i < gate.length; i++) {
      double distance = gate[i] - means[i % channels];
      variances[i % channels] += distance * distance / images;
    }
    return new GateStatistics(
        active / (double) hidden.length,
        Arrays.stream(means).average().orElseThrow(),
        Arrays.stream(variances).map(Math::sqrt).average().orElseThrow());
  }
}
