/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.FileSystems;
import io.github.subspark.InvalidInputException;
import io.github.subspark.sweep.ConfigText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads configuration files, from the local disk or any Hadoop file system. */
final class ConfigFiles {
  private final Configuration hadoop;

  ConfigFiles(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * Reads a file. A path without scheme is looked for on the local disk first: beside a cluster,
   * Hadoop's default file system would be another one.
   *
   * @throws InvalidInputException if it cannot be read
   */
  ConfigText read(String path) {
    try {
      java.nio.file.Path local = java.nio.file.Path.of(path);
      if (Files.isRegularFile(local)) {
        return new ConfigText(path, Files.readString(local));
      }
      if (Files.isDirectory(local)) {
        throw new InvalidInputException(
            "Cannot read configuration %s: it is a folder. Name a file in it.".formatted(path));
      }
      Path remote = new Path(path);
      try (InputStream in = FileSystems.of(remote, hadoop).open(remote)) {
        return new ConfigText(path, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (FileNotFoundException e) {
      throw unreadable(path, "no such file. conf/ has some to begin with", e);
    } catch (AccessDeniedException e) {
      throw unreadable(path, "permission denied. Make it readable for you", e);
    } catch (CharacterCodingException e) {
      throw unreadable(path, "it is no UTF-8 text. Name a HOCON file", e);
    } catch (IOException | IllegalArgumentException e) {
      String reason = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
      throw unreadable(path, reason + ". Check the path and the file system's settings", e);
    }
  }

  private static InvalidInputException unreadable(String path, String why, Exception cause) {
    return new InvalidInputException(
        "Cannot read configuration %s: %s.".formatted(path, why), cause);
  }
}
