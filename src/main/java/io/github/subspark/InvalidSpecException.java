/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark;

import java.util.List;
import java.util.stream.Collectors;

/** All that is wrong with the components of one specification record. */
public final class InvalidSpecException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * One component with a value outside its range.
   *
   * @param component name of the record component
   * @param value the value found, as text
   * @param rule what the value must be, completing the sentence 'must be ...'
   */
  public record Problem(String component, String value, String rule) {}

  private final transient List<Problem> problems;

  InvalidSpecException(List<Problem> problems) {
    super(
        problems.stream()
            .map(p -> "Invalid %s %s: must be %s".formatted(p.component(), p.value(), p.rule()))
            .collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /** The problems, in the order of the record's checks. */
  public List<Problem> problems() {
    return problems;
  }
}
