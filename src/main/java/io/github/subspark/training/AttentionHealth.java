/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import java.util.Locale;

/** What became of a cell's attention, told from its hidden units and gates without labels. */
public enum AttentionHealth {
  /** The cell has none, or a constant gate. */
  ABSENT,
  /** Hidden units fire and the gate differs between images. */
  ACTIVE,
  /**
   * No hidden unit fires for any image, or the gate is the same for all: a constant in disguise.
   */
  INERT;

  /** The name in tables. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
