/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * DL4J's worker with three differences. It goes on counting steps where the last round ended: DL4J
 * 1.0.0-M2 loses the count on the way, so that Adam's corrections would start anew in every round
 * and shorten its steps. Its score is the sum over the losses of all its steps instead of the last
 * one. It frees a batch as soon as it is done.
 */
final class AveragingWorker extends ParameterAveragingTrainingWorker {
  private static final long serialVersionUID = 1L;

  private final int stepsBefore;
  private double loss;

  AveragingWorker(
      Broadcast<NetBroadcastTuple> network, WorkerConfiguration configuration, int stepsBefore) {
    super(network, true, configuration, List.of(), null, null);
    this.stepsBefore = stepsBefore;
  }

  @Override
  public ComputationGraph getInitialModelGraph() {
    ComputationGraph graph = super.getInitialModelGraph();
    graph.getConfiguration().setIterationCount(stepsBefore);
    return graph;
  }

  @Override
  public ParameterAveragingTrainingResult processMinibatch(
      MultiDataSet batch, ComputationGraph graph, boolean isLast) {
    super.processMinibatch(batch, graph, false);
    loss += graph.score();
    batch.getFeatures(0).close();
    return isLast ? getFinalResult(graph) : null;
  }

  @Override
  public ParameterAveragingTrainingResult getFinalResult(ComputationGraph graph) {
    return new ParameterAveragingTrainingResult(
        graph.params(), graph.getUpdater().getStateViewArray(), loss, null, null, null);
  }
}
