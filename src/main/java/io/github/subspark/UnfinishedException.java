/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark;

/**
 * A command's surroundings did not let it finish: a store that cannot be written to, a Spark
 * application that was ended. No fault of the input's, nor of the program's.
 */
public final class UnfinishedException extends RuntimeException {
  /**
   * The reason, in words for users.
   *
   * @param message 'Cannot X: value. Remedy.'
   */
  public UnfinishedException(String message, Throwable cause) {
    super(message, cause);
  }
}
