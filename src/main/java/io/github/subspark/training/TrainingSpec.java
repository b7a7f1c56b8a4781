/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.SpecChecks;
import java.io.Serializable;

/**
 * By what, how long and how fast to train.
 *
 * @param engine the library that computes the steps
 * @param pretrainingEpochs epochs of encoder and decoder on the reconstruction alone
 * @param batchSize images of a pretraining batch; images are shuffled each epoch, the last batch
 *     may be shorter; at least N means full batch
 * @param finetuningEpochs full-batch epochs of the whole network, fixed beforehand
 * @param learningRate Adam's, in both phases
 * @param restarts how a dead pretraining is found and how often it is tried again
 */
public record TrainingSpec(
    EngineKind engine,
    int pretrainingEpochs,
    int batchSize,
    int finetuningEpochs,
    double learningRate,
    RestartSpec restarts)
    implements Serializable {
  public TrainingSpec {
    new SpecChecks()
        .check("pretrainingEpochs", pretrainingEpochs, pretrainingEpochs >= 1, "at least 1")
        .check("batchSize", batchSize, batchSize >= 1, "at least 1")
        .check("finetuningEpochs", finetuningEpochs, finetuningEpochs >= 1, "at least 1")
        .check("learningRate", learningRate, learningRate > 0 && learningRate < 1, "in (0, 1)")
        .done();
  }
}
