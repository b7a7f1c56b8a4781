/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The latent Z of a network: what its self-expression sees, or would if it had one. */
public final class Latent {
  /** Images that pass at once: activations of all would take the memory of a training. */
  private static final int BATCH = 256;

  private Latent() {}

  /**
   * Encodes images, through the attention if there is one.
   *
   * @param graph of either phase
   * @param pixels N images, each channel, row, column
   * @return N x d, row-major; an image's row is channel-major
   */
  public static float[] of(AutoencoderGraph graph, float[] pixels) {
    int size = GraphConfigurations.shapes(graph.architecture()).get(0).fineSize();
    String vertex = graph.latentVertex();
    int images = pixels.length / size;
    int d = graph.architecture().latentSize();
    float[] latent = new float[Math.multiplyExact(images, d)];
    for (int first = 0; first < images; first += BATCH) {
      int last = Math.min(images, first + BATCH);
      float[] some = Arrays.copyOfRange(pixels, first * size, last * size);
      try (INDArray batch = Nd4j.createFromArray(some);
          INDArray found = graph.activations(vertex, batch.reshape('c', last - first, size));
          INDArray rows = found.dup('c')) {
        System.arraycopy(rows.data().asFloat(), 0, latent, first * d, (last - first) * d);
      }
    }
    return latent;
  }
}
