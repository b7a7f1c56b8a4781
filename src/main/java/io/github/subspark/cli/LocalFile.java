/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.InvalidInputException;
import io.github.subspark.UnfinishedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A local file that a command is to write at its end, looked at before its work begins.
 *
 * @param path where it is
 * @param what what it holds, as errors name it
 * @param option the option that named it
 */
record LocalFile(Path path, String what, String option) {

  /**
   * One that can be written to.
   *
   * @throws InvalidInputException if it cannot
   */
  static LocalFile writable(String name, String what, String option) {
    try {
      Path path = Path.of(name).toAbsolutePath();
      Path folder = path.getParent();
      if (Files.isDirectory(path) || folder == null) {
        throw refusal(name, what, option, "it is a folder");
      }
      if (!Files.isDirectory(folder)) {
        throw refusal(name, what, option, "there is no folder " + folder);
      }
      if (!Files.isWritable(Files.exists(path) ? path : folder)) {
        throw refusal(name, what, option, "permission denied");
      }
      return new LocalFile(path, what, option);
    } catch (InvalidPathException unnameable) {
      throw refusal(name, what, option, unnameable.getReason());
    }
  }

  /**
   * Writes it.
   *
   * @throws UnfinishedException if the disk fails
   */
  void write(String text) {
    try {
      Files.writeString(path, text);
    } catch (IOException unwritable) {
      throw new UnfinishedException(
          "Cannot write %s to %s: %s. Name another file (%s)."
              .formatted(what, path, StoreFailure.reason(unwritable), option),
          unwritable);
    }
  }

  private static InvalidInputException refusal(
      String name, String what, String option, String reason) {
    return new InvalidInputException(
        "Cannot write %s to %s: %s. Name a file in a local folder that you may write to (%s)."
            .formatted(what, name, reason, option));
  }
}
