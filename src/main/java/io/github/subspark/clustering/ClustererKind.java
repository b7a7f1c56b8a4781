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
  POWER,
  /** What 80 partitions of C agree on, under a fixed grid of affinities and embeddings. */
  ENSEMBLE,
  /** The same of C and of the closed form of the same latent together, 160 partitions. */
  ENSEMBLE_CLOSED_FORM,
  /** The same 160 partitions, weighed by how far they confirm each other. */
  ENSEMBLE_WEIGHTED;

  /** The affinity of the ensembles' results: the grid that they average over. */
  public static final String GRID = "grid";

  /** The name in configurations and tables. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it clusters one affinity at a time, rather than C itself. */
  public boolean ofAnAffinity() {
    return this != ENSEMBLE && !ofTheClosedForm();
  }

  /** Whether it looks at the closed form of the latent, too. */
  public boolean ofTheClosedForm() {
    return this == ENSEMBLE_CLOSED_FORM || this == ENSEMBLE_WEIGHTED;
  }
}
