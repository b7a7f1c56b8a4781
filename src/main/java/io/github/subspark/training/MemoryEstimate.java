/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.network.Architecture;
import io.github.subspark.network.EncoderLayer;

/**
 * What one training takes at its peak, beside the images on the heap and beside {@link
 * #PROCESS_BYTES}, on a processor's backend. Several trainings at once in one process take the sum.
 *
 * <p>Peak resident memory of a bare JVM with one to five fine-tunings in a row, in MB, and what all
 * three add up to, images included: N = 1440, 32 x 32 grey, one layer: k = 3: 300 to 383 (373); k =
 * 15: 522 (632); two layers of 8 and 4 channels, colour: 422 (496); N = 7200, k = 1: 1818 (2034).
 *
 * @param heapBytes on the JVM's heap
 * @param offHeapBytes native memory: outside -Xmx, inside a container's limit
 */
public record MemoryEstimate(long heapBytes, long offHeapBytes) {
  /**
   * Resident memory of a process beside its trainings: the JVM's own without Spark's classes, and
   * code and tables of ND4J and BLAS.
   */
  public static final long PROCESS_BYTES = 200L << 20;

  /** Scratch of a block of images, per layer and direction. */
  private static final long BLOCK_BYTES = 2L << 20;

  /**
   * Pretraining, of any batch size: 4 N c (H + kernel) (W + kernel) bytes of heap for the images
   * split by parity, and small blocks.
   *
   * @param images N
   */
  public static MemoryEstimate pretraining(Architecture architecture, int images) {
    int kernel = architecture.layers().get(0).kernel();
    long planes =
        (long) architecture.imageChannels()
            * (architecture.height() + kernel)
            * (architecture.width() + kernel);
    long blocks = 2 * BLOCK_BYTES * architecture.layers().size();
    return new MemoryEstimate(4L * images * planes + blocks, blocks);
  }

  /**
   * Fine-tuning: 4 (5 N^2 + 1.5 N (3 f + 2 h + 7 d + 3 m)) bytes of native memory and 8 N^2 of
   * heap, with f the values of an image, d those of its latent, h those of the encoder's outputs
   * before the latent, and m the largest of f, d and each of those outputs.
   *
   * <p>N^2: C, its gradient, Adam's two moments, and a copy while C is read; on the heap, what C is
   * set from and read to. N: the images; outputs of encoder (h + d), attention (d), self-expression
   * and its residual (2 d), decoder (h + f), and for the loss at the end some of them again (f + 3
   * d); gradients of two layers and one's working memory (3 m). The half more is ND4J's reserve in
   * its workspaces and small arrays that await a collection.
   *
   * @param images N
   */
  public static MemoryEstimate finetuning(Architecture architecture, int images) {
    long squares = (long) images * images;
    long area = (long) architecture.height() * architecture.width();
    long image = architecture.imageChannels() * area;
    long latent = architecture.latentSize();
    long hidden = -latent;
    long largest = image;
    for (EncoderLayer layer : architecture.layers()) {
      area /= 4;
      long output = layer.channels() * area;
      hidden += output;
      largest = Math.max(largest, output);
    }
    long perImage = 3 * image + 2 * hidden + 7 * latent + 3 * largest;
    return new MemoryEstimate(8 * squares, 20 * squares + 6L * images * perImage);
  }

  /** Both kinds together. */
  public long totalBytes() {
    return heapBytes + offHeapBytes;
  }
}
