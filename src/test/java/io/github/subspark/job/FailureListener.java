/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.steps.Step;
import java.util.List;

/** Hears of failures alone. */
@FunctionalInterface
interface FailureListener extends StepListener {
  @Override
  default void planned(List<Step> all, List<Step> missing, List<Step> givenUp) {}

  @Override
  default void warned(String warning) {}

  @Override
  default void started(Step step) {}

  @Override
  default void committed(Step step) {}

  @Override
  default void publishing() {}
}
