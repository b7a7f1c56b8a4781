/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.network.Architecture;
import io.github.subspark.network.EncoderLayer;
import io.github.subspark.network.FineTuningStep;

/**
 * What one training takes at its peak on a processor, beside the images on the heap and beside what
 * a process takes without one: 240 MiB for the JVM without Spark's classes, garbage of its heap,
 * and code and tables of ND4J and BLAS. Several trainings at once in one process take the sum.
 *
 * <p>Peak resident memory of a bare JVM with one to five trainings in a row, in MB, and what all
 * three add up to, images included:
 *
 * <pre>
 * images, encoder                     DL4J              libtorch
 * 1440 grey, k = 3                    314 to 362 (332)  587 to 613 (651)
 * 1440 grey, k = 15                   322 to 387 (403)  780 to 901 (995)
 * 1440 colour, 8 and 4 channels       240 to 253 (355)  814 to 887 (915)
 * 7200 grey, k = 1                    1208 to 1301 (1228)  2150 to 2385 (2405)
 * </pre>
 *
 * All images are 32 x 32, all kernels 3 x 3.
 *
 * @param heapBytes on the JVM's heap
 * @param offHeapBytes native memory: outside -Xmx, inside a container's limit
 */
public record MemoryEstimate(long heapBytes, long offHeapBytes) {
  /** Code and tables of libtorch, 145 MB as measured: once a process, counted in each training. */
  private static final long LIBTORCH_BYTES = 150L << 20;

  /** Scratch of a block of images, per layer and direction. */
  private static final long BLOCK_BYTES = 2L << 20;

  /**
   * Pretraining. By DL4J, of any batch size: 4 N c (H + kernel) (W + kernel) bytes of heap for the
   * images split by parity, and small blocks. By libtorch: the images once more, and a batch's
   * share of a fine-tuning, in native memory.
   *
   * @param images N
   */
  public static MemoryEstimate pretraining(
      TrainingSpec training, Architecture architecture, int images) {
    long pixels = architecture.imageSize();
    return switch (training.engine()) {
      case DL4J -> {
        int kernel = architecture.layers().get(0).kernel();
        long planes =
            (long) architecture.imageChannels()
                * (architecture.height() + kernel)
                * (architecture.width() + kernel);
        long blocks = 2 * BLOCK_BYTES * architecture.layers().size();
        yield new MemoryEstimate(4L * images * planes + blocks, blocks);
      }
      case TORCH -> {
        int batch = Math.min(training.batchSize(), images);
        yield new MemoryEstimate(
            0, LIBTORCH_BYTES + 4L * images * pixels + torchBytes(architecture, batch));
      }
    };
  }

  /**
   * A worker's part of a pretraining that is shared: 4 f bytes of heap for each image between two
   * averagings, and for each of a batch what fine-tuning takes beside C. Shares lie on disks.
   *
   * @param round images of a worker between two averagings
   * @param batch images of a worker's batch
   */
  public static MemoryEstimate sharedPretraining(Architecture architecture, int round, int batch) {
    long image = architecture.imageSize();
    return new MemoryEstimate(4 * image * round, 6L * batch * values(architecture));
  }

  /**
   * Fine-tuning on processors. By DL4J 12 N^2 + 16 N d bytes of native memory, and some rows of C's
   * gradient: C and Adam's two moments; latent, its expression, and the gradients of both. On the
   * heap the images split by parity, and 4 N^2, what C is read to. By libtorch what {@link
   * #finetuningOnGpu} says.
   *
   * @param images N
   */
  public static MemoryEstimate finetuning(
      TrainingSpec training, Architecture architecture, int images) {
    long squares = (long) images * images;
    return switch (training.engine()) {
      case DL4J -> {
        MemoryEstimate network = pretraining(training, architecture, images);
        yield new MemoryEstimate(
            4 * squares + network.heapBytes,
            4 * squares
                + 4 * FineTuningStep.hostFloats(images, architecture.latentSize())
                + network.offHeapBytes);
      }
      case TORCH ->
          new MemoryEstimate(4 * squares, finetuningOnGpu(training, architecture, images));
    };
  }

  /**
   * Fine-tuning by general operations: bytes of the device's memory, 4 (5 N^2 + 1.5 N (3 f + 2 h +
   * 7 d + 3 m)), with f the values of an image, d those of its latent, h those of the encoder's
   * outputs before the latent, and m the largest of f, d and each of those outputs.
   *
   * <p>N^2: C, its gradient, Adam's two moments, and a copy while C is read. N: the images; outputs
   * of encoder (h + d), attention (d), self-expression and its residual (2 d), decoder (h + f), and
   * for the loss at the end some of them again (f + 3 d); gradients of two layers and one's working
   * memory (3 m). The half more is ND4J's reserve in its workspaces and small arrays that await a
   * collection.
   *
   * <p>libtorch keeps what automatic differentiation needs, and allocates anew where DL4J's layers
   * write in place: 2 for 1.5. A convolution of all images has all their columns in memory, the
   * values that meet at each output, and as many gradients: 2 c more. And there is libtorch itself.
   *
   * @param images N
   */
  public static long finetuningOnGpu(TrainingSpec training, Architecture architecture, int images) {
    long besides =
        switch (training.engine()) {
          case DL4J -> 6L * images * values(architecture);
          case TORCH -> LIBTORCH_BYTES + torchBytes(architecture, images);
        };
    return 20L * images * images + besides;
  }

  private static long torchBytes(Architecture architecture, int images) {
    return 8L * images * (values(architecture) + 2 * columns(architecture));
  }

  /** 3 f + 2 h + 7 d + 3 m. */
  private static long values(Architecture architecture) {
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
    return 3 * image + 2 * hidden + 7 * latent + 3 * largest;
  }

  /** c, of the encoder's layer that has most. */
  private static long columns(Architecture architecture) {
    long area = (long) architecture.height() * architecture.width();
    long channels = architecture.imageChannels();
    long most = 0;
    for (EncoderLayer layer : architecture.layers()) {
      area /= 4;
      most = Math.max(most, channels * layer.kernel() * layer.kernel() * area);
      channels = layer.channels();
    }
    return most;
  }

  /** Both kinds together. */
  public long totalBytes() {
    return heapBytes + offHeapBytes;
  }
}
