/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.affinity;

import java.util.Locale;

/** How coefficients become an affinity. */
public enum AffinityKind {
  /** abs(C) + abs(C^T), the paper's. */
  PLAIN,
  /** DSC-Net's post-processing (Ji et al., NIPS 2017, published code). */
  DSC;

  /** The name in configurations and tables. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
