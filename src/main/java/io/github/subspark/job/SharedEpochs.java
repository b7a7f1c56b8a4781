/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.Seeds;
import io.github.subspark.training.Batching;
import io.github.subspark.training.Epochs;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;

/**
 * Epochs whose steps are shared among workers: each takes its part of every batch from its own
 * share of the images, and after every few steps weights and Adam's moments of all are averaged.
 *
 * @param graph the attempt's, on the driver
 * @param shares the images
 * @param batching how many steps an epoch has
 * @param seed of the attempt
 */
record SharedEpochs(SparkComputationGraph graph, ImageShares shares, Batching batching, long seed)
    implements Epochs {

  @Override
  public double take(int epoch) {
    int steps = batching.steps();
    long order = Seeds.derive(seed, "order", epoch);
    double loss = 0;
    for (int from = 0; from < steps; from += batching.frequency()) {
      int until = Math.min(from + batching.frequency(), steps);
      // What Adam's corrections go by: DL4J would count short rounds as long ones.
      graph.getNetwork().getConfiguration().setIterationCount((epoch - 1) * steps + from);
      graph.fitMultiDataSet(shares.batches(order, from, until, batching.batch()));
      loss += graph.getScore();
    }
    return loss;
  }

  @Override
  public void close() {
    // The graph is the attempt's, the shares are the step's.
  }
}
