/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.SpecChecks;
import io.github.subspark.ZeroIs;
import java.io.Serializable;

/**
 * By what, how long and how fast to train.
 *
 * @param engine the library that computes the steps
 * @param pretrainingEpochs epochs of encoder and decoder on the reconstruction alone
 * @param batchSize images of a pretraining batch; images are shuffled each epoch, the last batch
 *     may be shorter; at least N means full batch
 * @param finetuningEpochs full-batch epochs of the whole network, fixed beforehand; 0: as many as
 *     the number of images calls for, see {@link #finetuningEpochs(int)}
 * @param learningRate Adam's, in both phases
 * @param restarts how a dead pretraining is found and how often it is tried again
 */
public record TrainingSpec(
    EngineKind engine,
    int pretrainingEpochs,
    int batchSize,
    @ZeroIs("auto") int finetuningEpochs,
    double learningRate,
    RestartSpec restarts)
    implements Serializable {
  private static final double IMAGE_EPOCHS = 57600;

  public TrainingSpec {
    new SpecChecks()
        .check("pretrainingEpochs", pretrainingEpochs, pretrainingEpochs >= 1, "at least 1")
        .check("batchSize", batchSize, batchSize >= 1, "at least 1")
        .check("finetuningEpochs", finetuningEpochs, finetuningEpochs >= 0, "auto or at least 1")
        .check("learningRate", learningRate, learningRate > 0 && learningRate < 1, "in (0, 1)")
        .done();
  }

  /**
   * Full-batch epochs for so many images: those fixed, or round(57600 / N), at least one. A step
   * moves each row of C by all images, so that fewer images want more steps: 40 of COIL-20's 1440.
   */
  public int finetuningEpochs(int images) {
    return finetuningEpochs > 0
        ? finetuningEpochs
        : Math.max(1, Math.toIntExact(Math.round(IMAGE_EPOCHS / images)));
  }
}
