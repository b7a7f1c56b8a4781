/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Locale;

/** What gates the encoder's output F before self-expression. */
public enum Attention {
  /** No gate: Z = F. */
  NONE,
  /** Squeeze and excitation (Baek and Yoon, section 2): Z = sigmoid(fc2 relu(fc1 GAP(F))) F. */
  CHANNEL,
  /** The gate that channel attention starts from, without attention: Z = constant F. */
  CONSTANT;

  /** The name in configurations and tables. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
