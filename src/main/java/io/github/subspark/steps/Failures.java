/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.commit.FailureRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns what was thrown into words, and into a {@link StepOutcome.Failed}. */
public final class Failures {
  private static final int FRAMES = 8;

  /** Spark's words for a task whose executors died (TaskSetManager, ExecutorLostFailure). */
  private static final Pattern LOST =
      Pattern.compile(
          "failed (?<times>\\d+) times, most recent failure: Lost task \\S+ in stage \\S+ \\(TID \\d+\\)"
              + " \\((?<host>\\S+) executor \\S+\\): ExecutorLostFailure \\([^)]*\\)"
              + " Reason: (?<reason>.*?)(?: Driver stacktrace:.*)?$");

  private Failures() {}

  /** A failure inside a step, on the machine that ran it. */
  public static StepOutcome.Failed of(Throwable thrown, String host) {
    return new StepOutcome.Failed(kind(thrown), line(thrown), frames(thrown), host);
  }

  /** A Spark job that was aborted: its task's executor died too often, or Spark gave up. */
  public static StepOutcome.Failed ofJob(Exception thrown) {
    String words = line(thrown);
    Matcher lost = LOST.matcher(words);
    if (lost.find()) {
      return new StepOutcome.Failed(
          FailureRecord.EXECUTOR_LOST, "its " + deaths(lost), frames(thrown), lost.group("host"));
    }
    // Blocks of executors that died while MLlib's stages were reading them.
    boolean blocks = words.contains("FetchFailedException");
    return new StepOutcome.Failed(
        blocks ? FailureRecord.EXECUTOR_LOST : kind(thrown), words, frames(thrown), "");
  }

  /** What became of the executors, if that is why a Spark job was aborted. */
  public static Optional<String> deaths(Throwable thrown) {
    return Optional.of(LOST.matcher(line(thrown))).filter(Matcher::find).map(Failures::deaths);
  }

  private static String deaths(Matcher lost) {
    return "executor died under it %s times, at last with: %s"
        .formatted(lost.group("times"), lost.group("reason"));
  }

  private static String kind(Throwable thrown) {
    if (thrown instanceof IOException || thrown instanceof UncheckedIOException) {
      // Whatever a step reads and writes lies in the run directory.
      return FailureRecord.STORE;
    }
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
