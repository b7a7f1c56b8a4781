/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import java.util.Locale;

/** Which fine-tuning epoch's C is clustered. */
public enum EpochRule {
  /** The last of a number fixed beforehand: without labels. */
  FIXED,
  /**
   * Beside it, the one whose clusters have the highest accuracy: the protocol of the paper's
   * authors. What labels chose is no result of clustering, and says so wherever it is shown.
   */
  BEST_BY_LABELS;

  /** The name in configurations and tables. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
