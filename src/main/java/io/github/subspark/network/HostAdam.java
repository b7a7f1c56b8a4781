/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adam (Kingma and Ba 2015) for one parameter in host memory, as ND4J's updater does it: p -= rate
 * sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + 1e-8), beta1 .9, beta2 .999.
 */
final class HostAdam {
  static final double BETA1 = 0.9;
  static final double BETA2 = 0.999;
  static final double EPSILON = 1e-8;

  private final HostFloats parameter;
  private final double learningRate;
  private final float[] values;
  private final float[] mean;
  private final float[] variance;
  private int steps;

  HostAdam(INDArray parameter, double learningRate) {
    this.parameter = HostFloats.of(parameter);
    this.learningRate = learningRate;
    values = new float[Math.toIntExact(parameter.length())];
    mean = new float[values.length];
    variance = new float[values.length];
  }

  /** The learning rate of a step, from 1, with the corrections of both moments' bias. */
  static double rate(double learningRate, int step) {
    return learningRate * Math.sqrt(1 - Math.pow(BETA2, step)) / (1 - Math.pow(BETA1, step));
  }

  /** One step against the gradient. */
  void step(float[] gradient) {
    steps++;
    double rate = rate(learningRate, steps);
    parameter.read(0, values);
    for (int i = 0; i < values.length; i++) {
      double slope = gradient[i];
      mean[i] = (float) (BETA1 * mean[i] + (1 - BETA1) * slope);
      variance[i] = (float) (BETA2 * variance[i] + (1 - BETA2) * slope * slope);
      values[i] -= (float) (rate * mean[i] / (Math.sqrt(variance[i]) + EPSILON));
    }
    parameter.write(0, values);
  }
}
