/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import picocli.CommandLine.Option;

/** How much a command says; part of every command. */
final class TerminalOptions {
  /** The option that asks for stack traces. */
  static final String VERBOSE = "--verbose";

  @Option(names = VERBOSE, description = "Print the stack trace of an error.")
  private boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      description =
          "Print errors only, neither progress nor results, but for the clusters of 'pick'.")
  private boolean quiet;

  /** Whether errors come with stack traces. */
  boolean verbose() {
    return verbose;
  }

  /** Whether results and progress stay off the terminal. */
  boolean quiet() {
    return quiet;
  }

  /** How progress is shown: a line that rewrites itself needs a terminal. */
  @SuppressWarnings("SystemConsoleNull") // Spark 3.5 holds us on JDK 17, where null is the answer.
  Progress.Mode progress() {
    if (quiet) {
      return Progress.Mode.SILENT;
    }
    return System.console() == null ? Progress.Mode.PLAIN : Progress.Mode.LIVE;
  }
}
