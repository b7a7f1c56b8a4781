/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

/** How a command ends, as a script sees it. */
public enum ExitCode {
  /** Everything asked for is there. */
  DONE(0),
  /** A failure that nobody foresaw. */
  UNEXPECTED(1),
  /** Bad usage, configuration or data; nothing was started. */
  UNUSABLE_INPUT(2),
  /** Some cells failed, or differ when verified; the rest is written. */
  CELLS_FAILED(3),
  /** Another driver holds the run directory. */
  HELD(4),
  /** Ended by SIGTERM, as a shell reports it. */
  TERMINATED(143);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The process's exit code. */
  public int code() {
    return code;
  }
}
