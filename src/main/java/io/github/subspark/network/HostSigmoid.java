/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

/** A sigmoid gate: 2 g sigmoid(logit), see {@link LearnedGate}. */
record HostSigmoid(float ceiling) {
  static HostSigmoid of(LearnedGate gate) {
    return new HostSigmoid((float) gate.ceiling());
  }

  /** From logits to gates, in place. */
  void apply(float[] logits) {
    for (int i = 0; i < logits.length; i++) {
      logits[i] = ceiling * (float) (1 / (1 + Math.exp(-logits[i])));
    }
  }

  /** From the gradient of the gates to that of the logits, in place. */
  void backpropagate(float[] gate, float[] delta) {
    for (int i = 0; i < gate.length; i++) {
      delta[i] = delta[i] * gate[i] * (1 - gate[i] / ceiling);
    }
  }
}
