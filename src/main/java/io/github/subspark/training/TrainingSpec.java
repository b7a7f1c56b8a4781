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
 * @param epochRule whether labels choose an epoch, beside the last of the fixed ones
 * @param bestByLabels the epochs that they may choose
 * @param learningRate Adam's, in both phases
 * @param restarts which of several pretrainings is kept, and which is dead
 */
public record TrainingSpec(
    EngineKind engine,
    int pretrainingEpochs,
    int batchSize,
    @ZeroIs("auto") int finetuningEpochs,
    EpochRule epochRule,
    OracleSpec bestByLabels,
    double learningRate,
    RestartSpec restarts)
    implements Serializable {
  private static final double IMAGE_EPOCHS = 57600;

  public TrainingSpec {
    new SpecChecks()
        .check("pretrainingEpochs", pretrainingEpochs, pretrainingEpochs >= 1, "at least 1")
        .check("batchSize", batchSize, batchSize >= 1, "at least 1")
        .check(
            "finetuningEpochs",
            finetuningEpochs,
            finetuningEpochs >= 0,
            "auto or a whole number of at least 1")
        .check("learningRate", learningRate, learningRate > 0 && learningRate < 1, "in (0, 1)")
        .done();
  }

  /** With a fixed number of epochs alone. */
  public TrainingSpec(
      EngineKind engine,
      int pretrainingEpochs,
      int batchSize,
      int finetuningEpochs,
      double learningRate,
      RestartSpec restarts) {
    this(
        engine,
        pretrainingEpochs,
        batchSize,
        finetuningEpochs,
        EpochRule.FIXED,
        new OracleSpec(1, 1),
        learningRate,
        restarts);
  }

  /** Pretraining epochs of all attempts, if none dies. */
  public int allPretrainingEpochs() {
    return Math.multiplyExact(pretrainingEpochs, restarts.bestOf());
  }

  /** Whether labels may choose a fine-tuning epoch, from 1. */
  boolean isCandidate(int epoch) {
    return epochRule == EpochRule.BEST_BY_LABELS && bestByLabels.includes(epoch);
  }

  /** How many epochs labels may choose from. */
  public int candidates() {
    return epochRule == EpochRule.BEST_BY_LABELS ? bestByLabels.limit() / bestByLabels.every() : 0;
  }

  /** The last epoch that is trained at all, on so many images. */
  public int lastFinetuningEpoch(int images) {
    int fixed = finetuningEpochs(images);
    return epochRule == EpochRule.BEST_BY_LABELS ? Math.max(fixed, bestByLabels.limit()) : fixed;
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
