/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.steps.Step;
import java.util.List;

/**
 * How a step that was computed again compares with what the run has of it.
 *
 * @param step which
 * @param outcome in one word
 * @param details fields that differ, why it could not be computed, or what it was computed with
 */
public record Verdict(Step step, Outcome outcome, List<String> details) {
  public Verdict {
    details = List.copyOf(details);
  }

  /** In one word. */
  public enum Outcome {
    /** Every bit is the same. */
    IDENTICAL,
    /** Computed with another backend, BLAS, kernel or number of threads, and near enough. */
    WITHIN_TOLERANCE,
    /** It is something else. */
    DIFFERENT,
    /** It could not be computed again. */
    FAILED
  }

  /** Whether what the run has is confirmed. */
  public boolean confirmed() {
    return outcome == Outcome.IDENTICAL || outcome == Outcome.WITHIN_TOLERANCE;
  }
}
