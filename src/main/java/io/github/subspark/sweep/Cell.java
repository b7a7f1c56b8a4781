/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import io.github.subspark.network.Attention;
import java.io.Serializable;

/**
 * One training of the grid.
 *
 * @param compression latent size / input size, as a fraction
 * @param channels k, the whole latent channels that follow from it
 * @param attention the arm
 * @param seed the seed from which all its random draws derive
 */
public record Cell(double compression, int channels, Attention attention, long seed)
    implements Serializable {

  /** The cell's name in paths and messages. */
  public String key() {
    return "k%d-%s-seed%d".formatted(channels, attention.text(), seed);
  }

  /** The name of the pretraining that all attention arms of this (compression, seed) share. */
  public String pretrainingKey() {
    return "k%d-seed%d".formatted(channels, seed);
  }
}
