/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

/**
 * How a sweep goes on with a run that others began.
 *
 * @param retryFailed whether steps that failed are tried again, whatever they failed of
 * @param strictNumerics whether to refuse executors that would compute other bits than the run has
 */
public record Resume(boolean retryFailed, boolean strictNumerics) {}
