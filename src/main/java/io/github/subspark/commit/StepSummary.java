/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

/**
 * Figures of a step; what a step does not have is null.
 *
 * @param weightsSeed seed that the kept initial weights were drawn from
 * @param restarts pretraining attempts that died before
 * @param attentionHealth absent, active or inert
 * @param selfExpressionResidual sum (Z - CZ)^2 / sum Z^2 after fine-tuning
 */
public record StepSummary(
    Long weightsSeed, Integer restarts, String attentionHealth, Double selfExpressionResidual) {

  /** Of a step that has none of them. */
  public static StepSummary none() {
    return new StepSummary(null, null, null, null);
  }
}
