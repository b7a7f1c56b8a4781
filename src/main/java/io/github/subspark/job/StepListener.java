/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.commit.FailureRecord;
import io.github.subspark.steps.Step;
import java.util.List;

/** Hears of a sweep as it goes on; called from several threads. */
public interface StepListener {
  /**
   * Before anything runs.
   *
   * @param all steps of the whole sweep
   * @param missing those that still have to run
   * @param givenUp those that failed before and are not tried again, and what needs them
   */
  void planned(List<Step> all, List<Step> missing, List<Step> givenUp);

  /** A step got its slot. */
  void started(Step step);

  /** A step is committed. */
  void committed(Step step);

  /** A step failed; those that need it will not run. */
  void failed(Step step, FailureRecord failure);

  /** Something that a reader of the results should know. */
  void warned(String warning);

  /** The cells' steps have ended; so many consensus and baselines are being computed. */
  default void beside(int asides) {}

  /** All steps have ended; the tables are being written. */
  void publishing();
}
