/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.SpecChecks;
import java.io.Serializable;

/**
 * Where a pretraining takes its steps.
 *
 * @param mode in one task, or in several at once
 * @param workers in mode spark: tasks that share the images and each batch
 * @param averagingFrequency in mode spark: steps that each worker takes by itself between two
 *     averagings of the workers' weights; an averaging also ends each epoch
 */
public record PretrainingSpec(Mode mode, int workers, int averagingFrequency)
    implements Serializable {
  public PretrainingSpec {
    new SpecChecks()
        .check("workers", workers, workers >= 1, "at least 1")
        .check("averagingFrequency", averagingFrequency, averagingFrequency >= 1, "at least 1")
        .done();
  }

  /** Who takes the steps. */
  public enum Mode {
    /** One task, which holds all images. */
    LOCAL,
    /** A Spark job for each averaging, whose tasks hold a share of the images each. */
    SPARK
  }

  /** Whether the images are shared among workers. */
  public boolean shared() {
    return mode == Mode.SPARK;
  }

  /** Tasks that a pretraining runs at once. */
  public int tasks() {
    return shared() ? workers : 1;
  }
}
