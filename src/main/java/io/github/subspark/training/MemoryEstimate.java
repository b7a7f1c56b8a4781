/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.network.Architecture;
import io.github.subspark.network.EncoderLayer;

/**
 * What one training takes at its peak, beside the images themselves and beside {@link
 * #PROCESS_BYTES}, on a processor's backend. Fitted to measured peaks of N = 720 and 1440, 32 x 32
 * grey, one layer of 1, 3 and 15 channels, over five cells in a row in one process, and half as
 * much again for what garbage collection has not given back yet: 206 MB for 3 channels at N = 1440,
 * where 129 (first cell) to 186 MB were measured.
 *
 * @param heapBytes on the JVM's heap
 * @param offHeapBytes native memory, which JavaCPP and a container's limit count
 */
public record MemoryEstimate(long heapBytes, long offHeapBytes) {
  /** Native memory of a process before any training: the JVM's own, ND4J's and BLAS's code. */
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
   * Fine-tuning: 1.5 x 4 (5 N^2 + N (8 f + 11 d)) bytes of native memory, with f the values of an
   * image and of every layer's output but the latent's, and d those of the latent: C, its gradient,
   * Adam's two moments and a copy; activations, gradients and working memory. On the heap, two
   * copies of C.
   *
   * @param images N
   */
  public static MemoryEstimate finetuning(Architecture architecture, int images) {
    long squares = (long) images * images;
    long values = 0;
    long channels = architecture.imageChannels();
    long area = (long) architecture.height() * architecture.width();
    for (EncoderLayer layer : architecture.layers()) {
      values += channels * area;
      channels = layer.channels();
      area /= 4;
    }
    long perImage = 8 * values + 11L * architecture.latentSize();
    long offHeap = 4 * (5 * squares + images * perImage);
    return new MemoryEstimate(8 * squares, offHeap + offHeap / 2);
  }

  /** Both kinds together. */
  public long totalBytes() {
    return heapBytes + offHeapBytes;
  }
}
