/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what a specification record's constructor finds wrong, so that a reader of a
 * configuration can show everything at once:
 *
 * <pre>{@code
 * new SpecChecks()
 *     .check("epochs", epochs, epochs > 0, "at least 1")
 *     .check("rate", rate, rate > 0 && rate < 1, "between 0 and 1")
 *     .done();
 * }</pre>
 */
public final class SpecChecks {
  private final List<InvalidSpecException.Problem> problems = new ArrayList<>();

  /** Notes a problem unless {@code valid}; {@code rule} completes 'must be ...'. */
  public SpecChecks check(String component, Object value, boolean valid, String rule) {
    if (!valid) {
      problems.add(new InvalidSpecException.Problem(component, String.valueOf(value), rule));
    }
    return this;
  }

  /**
   * Ends the checks.
   *
   * @throws InvalidSpecException if anything was noted
   */
  public void done() {
    if (!problems.isEmpty()) {
      throw new InvalidSpecException(problems);
    }
  }
}
