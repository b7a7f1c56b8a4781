/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import io.github.subspark.InvalidInputException;

/**
 * Where images come from, as messages name it.
 *
 * @param path the path as the user gave it, or the path of one file below it
 */
record Origin(String path) {

  /** Something below this place: a file in a folder, an entry in an archive. */
  Origin child(String name) {
    return new Origin(path.endsWith("/") ? path + name : path + "/" + name);
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

  private String message(String what, String remedy) {
    return "Cannot read images: %s %s. %s.".formatted(path, what, remedy).replaceAll("\\s+", " ");
  }
}
