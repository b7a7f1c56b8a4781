/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark;

import java.util.List;

/**
 * What a user can mend: bad usage, configuration or data, found before any training starts. Each
 * problem is one line 'Cannot X: value. Remedy'; the command line prints them and leaves with 2.
 */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  /** One problem. */
  public InvalidInputException(String problem) {
    this(List.of(problem));
  }

  /** One problem that another exception tells of. */
  public InvalidInputException(String problem, Throwable cause) {
    super(problem, cause);
    this.problems = List.of(problem);
  }

  /** All problems found, in the order in which a reader of the input meets them. */
  public InvalidInputException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** The problems, one line each. */
  public List<String> problems() {
    return problems;
  }
}
