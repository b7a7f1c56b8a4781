/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import java.util.Locale;

/** The two trainings of a cell. */
public enum Phase {
  /** Encoder and decoder on the reconstruction alone, in shuffled batches. */
  PRETRAINING,
  /** Everything, full batch. */
  FINETUNING;

  /** The name in tables. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
