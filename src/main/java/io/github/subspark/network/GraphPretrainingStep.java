/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Steps by the graph's own fit, on any backend. */
final class GraphPretrainingStep implements PretrainingStep {
  private final AutoencoderGraph graph;
  private final float[] pixels;
  private final int size;

  GraphPretrainingStep(AutoencoderGraph graph, float[] pixels) {
    this.graph = graph;
    this.pixels = pixels;
    this.size = GraphConfigurations.shapes(graph.architecture()).get(0).fineSize();
  }

  @Override
  public double take(int[] order, int from, int count) {
    float[] batch = new float[count * size];
    for (int i = 0; i < count; i++) {
      System.arraycopy(pixels, order[from + i] * size, batch, i * size, size);
    }
    try (INDArray images = Nd4j.createFromArray(batch)) {
      return graph.step(images.reshape('c', count, size)).reconstruction();
    }
  }

  @Override
  public void close() {
    // The graph is the caller's.
  }
}
