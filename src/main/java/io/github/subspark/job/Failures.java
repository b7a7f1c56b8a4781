/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Turns what was thrown into a {@link StepOutcome.Failed}. */
final class Failures {
  private static final int FRAMES = 8;

  private Failures() {}

  /** A failure inside a step, on the machine that ran it. */
  static StepOutcome.Failed of(Throwable thrown, String host) {
    return new StepOutcome.Failed(kind(thrown), line(thrown), frames(thrown), host);
  }

  /** A Spark job that was aborted: its task's executor died too often, or Spark gave up. */
  static StepOutcome.Failed ofJob(Exception thrown) {
    String message = line(thrown);
    boolean lost = message.contains("ExecutorLostFailure") || message.contains("executor lost");
    return new StepOutcome.Failed(
        lost ? "executor-lost" : kind(thrown), message, frames(thrown), "");
  }

  private static String kind(Throwable thrown) {
    String name = thrown.getClass().getSimpleName().replaceAll("(Exception|Error)$", "");
    String kebab = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    return kebab.isEmpty() ? "error" : kebab;
  }

  private static String line(Throwable thrown) {
    String message = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    return message.lines().map(String::strip).collect(Collectors.joining(" "));
  }

  private static String frames(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .limit(FRAMES)
        .map(StackTraceElement::toString)
        .collect(Collectors.joining("\n"));
  }
}
