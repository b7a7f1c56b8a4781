/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import java.time.Duration;

/**
 * What one clusterer made of one affinity.
 *
 * @param clusterer which one
 * @param clusters cluster of each image, 0 to K - 1
 * @param eigengap relative eigengap of the affinity at K, see {@link SpectralEmbedding#eigengap}
 * @param duration time taken; the eigenvectors that several clusterers share count in each that
 *     uses them
 */
public record Partition(
    ClustererKind clusterer, int[] clusters, double eigengap, Duration duration) {}
