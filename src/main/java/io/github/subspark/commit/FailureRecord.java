/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One failed attempt of a step.
 *
 * @param step pretrain, finetune, cluster or pic
 * @param key the step's name
 * @param attempt how often the step has failed, this time included
 * @param kind short cause: executor-lost, store, or an exception's kebab-case name
 * @param message one line
 * @param stack the first frames, for those who look for the place
 * @param host where, empty if unknown
 * @param time ISO-8601, UTC
 */
public record FailureRecord(
    String step,
    String key,
    int attempt,
    String kind,
    String message,
    String stack,
    String host,
    String time) {
  public FailureRecord {
    Stream.of(step, key, kind, message).forEach(Objects::requireNonNull);
  }

  /** Of a step whose executor died under it, more than once. */
  public static final String EXECUTOR_LOST = "executor-lost";

  /** Of a step that could not read from or write to the run directory. */
  public static final String STORE = "store";

  /** Of a training that was given a GPU which it could not use. */
  public static final String GPU_UNUSABLE = "gpu-unusable";

  /** Whether it says nothing about the step itself: tried again it may well succeed. */
  public boolean passing() {
    return Set.of(EXECUTOR_LOST, STORE, GPU_UNUSABLE).contains(kind);
  }
}
