/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.worker.ExecuteWorkerMultiDataSetFlatMap;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.aggregator.ParameterAveragingAggregationTuple;
import org.deeplearning4j.spark.impl.paramavg.aggregator.ParameterAveragingElementAddFunction;
import org.deeplearning4j.spark.impl.paramavg.aggregator.ParameterAveragingElementCombineFunction;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * DL4J's parameter averaging, once for each RDD that it is given: one Spark job. DL4J's own way
 * counts an RDD and splits it at random, which makes all its batches again for every averaging, and
 * sums in the order in which workers end; here the sums run in the order of the workers, so that
 * they have the same bits each time.
 */
final class AveragingMaster extends ParameterAveragingTrainingMaster {
  /** What is done in a worker's task. */
  @FunctionalInterface
  interface Work
      extends FlatMapFunction<Iterator<MultiDataSet>, ParameterAveragingTrainingResult> {}

  private final UnaryOperator<Work> guard;

  /**
   * A master.
   *
   * @param workers partitions of each RDD
   * @param batch images of a worker's batch
   * @param frequency the most batches of a worker in an RDD
   * @param guard goes around the work of each task
   */
  AveragingMaster(int workers, int batch, int frequency, UnaryOperator<Work> guard) {
    super(
        new Builder(workers, batch)
            .batchSizePerWorker(batch)
            .averagingFrequency(frequency)
            .saveUpdater(true)
            .repartionData(Repartition.Never)
            .rddTrainingApproach(RDDTrainingApproach.Direct));
    this.guard = guard;
  }

  @Override
  protected void executeTrainingDirect(SparkComputationGraph graph, JavaRDD<MultiDataSet> round) {
    ComputationGraph network = graph.getNetwork();
    Broadcast<NetBroadcastTuple> sent =
        graph
            .getSparkContext()
            .broadcast(
                new NetBroadcastTuple(
                    network.getConfiguration(),
                    network.params(),
                    network.getUpdater().getStateViewArray()));
    try {
      WorkerConfiguration configuration =
          new WorkerConfiguration(
              true, batchSizePerWorker, batchSizePerWorker, averagingFrequency, 0, false);
      AveragingWorker worker =
          new AveragingWorker(sent, configuration, network.getConfiguration().getIterationCount());
      Work work = guard.apply(new ExecuteWorkerMultiDataSetFlatMap<>(worker)::call);
      average(graph, round.mapPartitions(work).map(AveragingMaster::sendable).collect());
    } finally {
      sent.destroy();
    }
  }

  /** DL4J's results do not travel, its sums do. */
  private static ParameterAveragingAggregationTuple sendable(
      ParameterAveragingTrainingResult result) throws Exception {
    return new ParameterAveragingElementAddFunction().call(null, result);
  }

  private static void average(
      SparkComputationGraph graph, List<ParameterAveragingAggregationTuple> workers) {
    ParameterAveragingAggregationTuple sum =
        workers.stream().reduce(AveragingMaster::plus).orElseThrow();
    int count = sum.getAggregationsCount();
    ComputationGraph network = graph.getNetwork();
    network.setParams(sum.getParametersSum().divi(count));
    network.getUpdater().setStateViewArray(sum.getUpdaterStateSum().divi(count));
    graph.setScore(sum.getScoreSum());
  }

  private static ParameterAveragingAggregationTuple plus(
      ParameterAveragingAggregationTuple one, ParameterAveragingAggregationTuple other) {
    try {
      return new ParameterAveragingElementCombineFunction().call(one, other);
    } catch (Exception impossible) {
      throw new IllegalStateException("Cannot add two workers' weights", impossible);
    }
  }
}
