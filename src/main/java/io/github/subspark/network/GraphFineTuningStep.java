/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Steps by the graph's own fit, on any backend. */
final class GraphFineTuningStep implements FineTuningStep {
  private final AutoencoderGraph graph;
  private final INDArray pixels;
  private final INDArray rows;

  GraphFineTuningStep(AutoencoderGraph graph, float[] pixels) {
    this.graph = graph;
    this.pixels = Nd4j.createFromArray(pixels);
    int size = GraphConfigurations.shapes(graph.architecture()).get(0).fineSize();
    rows = this.pixels.reshape('c', pixels.length / size, size);
  }

  @Override
  public LossTerms take() {
    return graph.step(rows);
  }

  @Override
  public LossTerms loss() {
    return graph.loss(rows);
  }

  @Override
  public Optional<GateStatistics> gateStatistics() {
    return graph.gateStatistics();
  }

  @Override
  public double selfExpressionResidual() {
    return graph.selfExpressionResidual();
  }

  @Override
  public void close() {
    pixels.close();
  }
}
