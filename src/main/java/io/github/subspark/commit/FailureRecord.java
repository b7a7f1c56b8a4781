/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

/**
 * One failed attempt of a step.
 *
 * @param step pretrain, finetune, cluster or pic
 * @param key the step's name
 * @param kind short cause: an exception's kebab-case name, or executor-lost
 * @param message one line
 * @param stack the first frames, for those who look for the place
 * @param host where, empty if unknown
 * @param time ISO-8601, UTC
 */
public record FailureRecord(
    String step, String key, String kind, String message, String stack, String host, String time) {}
