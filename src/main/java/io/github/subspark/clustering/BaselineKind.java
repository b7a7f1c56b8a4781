/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import java.util.Locale;

/** Clusterings that a sweep's answers are compared with: none of them trains a network for it. */
public enum BaselineKind {
  /** k-means on the pixels. */
  KMEANS_PIXELS,
  /** Ridge self-expression of the pixels in closed form, images scaled to unit length. */
  RIDGE_PIXELS,
  /** Sparse subspace clustering of the pixels by orthogonal matching pursuit. */
  SSC_OMP,
  /** Ridge self-expression of the pretrained latent in closed form. */
  CLOSED_FORM;

  /** The name in configurations, and of the method in tables. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
