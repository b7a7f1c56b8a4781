/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

/** Lines of a long test, for the console and at once for a file: the build tool holds some back. */
final class ChaosLog {
  private final Path file;
  private final Instant began = Instant.now();

  ChaosLog(Path file) {
    this.file = file;
  }

  void line(String text) {
    String line = "%7.1f s  ".formatted(seconds()) + text;
    System.out.println(line);
    try {
      Files.writeString(
          file,
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** Since the log began. */
  double seconds() {
    return Duration.between(began, Instant.now()).toMillis() / 1e3;
  }
}
