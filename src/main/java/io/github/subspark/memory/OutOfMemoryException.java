/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.memory;

/** A step's memory is not there. No Error: for one that reaches Spark it would end the executor. */
public final class OutOfMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is needed and there, and what to set. */
  OutOfMemoryException(String message) {
    super(message);
  }

  /** Found out too late. Not its cause: Spark looks for fatal errors among causes too. */
  public OutOfMemoryException(OutOfMemoryError error) {
    super(error.getMessage());
    setStackTrace(error.getStackTrace());
  }
}
