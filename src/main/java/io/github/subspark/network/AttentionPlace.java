/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

/** Where a fine-tuning network has its attention. */
public enum AttentionPlace {
  /** On the encoder's output, before self-expression: the paper's section 2 and figure 1. */
  ENCODER,
  /** On the self-expressed latent CZ, the decoder's input. */
  DECODER,
  /** On both, with weights of their own: as the paper's abstract has it. */
  BOTH
}
