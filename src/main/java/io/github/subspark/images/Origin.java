/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import io.github.subspark.InvalidInputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;

/**
 * Where images or labels come from, as messages name it.
 *
 * @param content 'images' or 'labels'
 * @param path the path as the user gave it, or the path of one file below it
 */
record Origin(String content, String path) {
  /** A file may hold any number of variables or columns that a message would list. */
  private static final int LONGEST = 400;

  /** Of what {@code data.path} names. */
  static Origin ofImages(String path) {
    return new Origin("images", path);
  }

  /** Of what {@code data.label-path} names. */
  static Origin ofLabels(String path) {
    return new Origin("labels", path);
  }

  /** Something below this place: a file in a folder, an entry in an archive. */
  Origin child(String name) {
    return new Origin(content, path.endsWith("/") ? path + name : path + "/" + name);
  }

  /**
   * What is wrong here.
   *
   * @param what completes 'PATH ...', without a full stop
   * @param remedy what the user can do, without a full stop
   */
  InvalidInputException problem(String what, String remedy) {
    return new InvalidInputException(message(what, remedy));
  }

  /** What is wrong here, found by a library. */
  InvalidInputException problem(String what, String remedy, Throwable cause) {
    return new InvalidInputException(message(what, remedy), cause);
  }

  /** What is wrong here, said by the file system. */
  InvalidInputException unopened(IOException cause) {
    // Hadoop's local file system says 'not found' of what it may not open, and why in brackets.
    boolean denied =
        cause instanceof AccessDeniedException || reason(cause).contains("ermission denied");
    return denied
        ? problem("cannot be opened: permission denied", "Make it readable for you", cause)
        : problem(
            "cannot be opened: " + reason(cause),
            "Check the path and the file system's settings",
            cause);
  }

  /** What an exception says, in one line; its kind if it says nothing. */
  static String reason(Exception e) {
    return Optional.ofNullable(e.getMessage())
        .flatMap(
            message -> message.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst())
        .map(line -> line.replaceAll("\\.$", ""))
        .orElse(e.getClass().getSimpleName());
  }

  private String message(String what, String remedy) {
    String cut = what.length() > LONGEST ? what.substring(0, LONGEST) + " ..." : what;
    return "Cannot read %s: %s %s. %s."
        .formatted(content, path, cut, remedy)
        .replaceAll("\\s+", " ");
  }
}
