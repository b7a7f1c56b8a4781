/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import java.util.Locale;

/** How an affinity becomes clusters. */
public enum ClustererKind {
  /** Spark MLlib's power iteration clustering (Lin and Cohen 2010), one dimension. */
  PIC,
  /** Ng, Jordan and Weiss 2001: eigenvectors and k-means. */
  NJW,
  /** The same eigenvectors, discretised by rotation (Yu and Shi 2003). */
  DISCRETIZE,
  /** Block power iteration without orthogonalisation, and k-means. */
  POWER;

  /** The name in configurations and tables. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
