/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Locale;

/** What gates the encoder's output F before self-expression: Z = gate F. */
public enum Attention {
  /** No gate: Z = F. */
  NONE,
  /** The gate that channel attention starts from, without attention: Z = constant F. */
  CONSTANT,
  /** Squeeze and excitation (Baek and Yoon, section 2), see {@link ChannelAttention}. */
  CHANNEL,
  /** The same with a gate that starts from 1, whatever the others start from. */
  CHANNEL_ONE,
  /** A gate for each position (Woo et al. 2018), see {@link SpatialAttention}. */
  SPATIAL,
  /** Efficient channel attention (Wang et al. 2020), see {@link EfficientAttention}. */
  ECA,
  /** Channel attention on means and maxima, then spatial attention (Woo et al. 2018). */
  CBAM,
  /** Softmax over the latent (Baek et al., the authors' later work), see {@link SoftmaxGate}. */
  SOFTMAX;

  /** The name in configurations and tables. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The kind of a {@link #text}. */
  public static Attention of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Whether the gate looks at images, so that it may turn out to do nothing. */
  public boolean looks() {
    return this != NONE && this != CONSTANT;
  }
}
