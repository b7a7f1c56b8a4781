/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import java.util.Locale;

/** What a step of a run leaves in the run directory. */
public enum ArtefactKind {
  /** Parameters of a pretraining, or of a fine-tuning without its C. */
  WEIGHTS,
  /** C of a fine-tuning, one Parquet row per image. */
  COEFFICIENTS,
  /** The epochs of a training. */
  CURVES,
  /** Clusters, one Parquet row per affinity and clusterer. */
  PARTITIONS,
  /** Z of a fine-tuning, where a clusterer asks for it. */
  LATENT,
  /** The partitions that an ensemble averages, one Parquet row each. */
  MEMBERS;

  /** The folder's name. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
