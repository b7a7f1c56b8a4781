/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

/**
 * What it takes at its peak to form one affinity of C and to cluster it on one machine, beside the
 * process's own memory: affinities are formed and clustered one after another.
 *
 * @param heapBytes on the JVM's heap, in arrays of up to 8 N^2 bytes
 * @param offHeapBytes native memory: outside -Xmx, inside a container's limit
 */
public record ClusteringMemory(long heapBytes, long offHeapBytes) {
  /**
   * 20 N^2 + 16 N w bytes of heap and 8 N^2 + 16 N w of native memory.
   *
   * <p>N^2, heap: at first C (4), its thresholded symmetric part (8) and the affinity (8); later
   * the affinity (8), its normalisation (8) and that in single precision (4). N^2, native: the
   * matrix that LAPACK reduces, or the affinity as a product, or two powers of it in single
   * precision. N w: eigenvectors, Gaussian columns, embedded images, and a copy.
   *
   * @param images N
   * @param widest w, the most columns of an N x w matrix: the largest of the rank dK + 1 of
   *     DSC-Net's affinity, of the power iteration's columns, and of K + 1
   */
  public static ClusteringMemory of(int images, int widest) {
    long squares = (long) images * images;
    long columns = 16L * images * Math.min(images, widest);
    return new ClusteringMemory(20 * squares + columns, 8 * squares + columns);
  }

  /**
   * Of the ensembles of one C: 20 N^2 + 12 N max(r, d) bytes of heap and 8 N^2 + 12 N max(r, d) of
   * native memory.
   *
   * <p>N^2, heap: C (4), its closed form (4), the co-association (4) and that normalised, or an
   * inverse (8). N^2, native: an affinity and its normalisation in single precision, or the matrix
   * that LAPACK reduces or inverts. N r or N d: eigenvectors or latents, in double and single
   * precision.
   *
   * @param rank r, of the widest matrix of eigenvectors
   * @param latentSize d, 0 where no closed form is asked for
   */
  public static ClusteringMemory ofEnsembles(int images, int rank, int latentSize) {
    long squares = (long) images * images;
    long columns = 12L * images * Math.max(rank, latentSize);
    return new ClusteringMemory(20 * squares + columns, 8 * squares + columns);
  }

  /** Enough for either. */
  public ClusteringMemory max(ClusteringMemory other) {
    return new ClusteringMemory(
        Math.max(heapBytes, other.heapBytes), Math.max(offHeapBytes, other.offHeapBytes));
  }

  /** Both kinds together. */
  public long totalBytes() {
    return heapBytes + offHeapBytes;
  }
}
