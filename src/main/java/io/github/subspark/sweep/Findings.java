/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with a configuration, one line each, in the order found. */
final class Findings {
  private static final int LONGEST = 80;

  private final List<String> lines = new ArrayList<>();

  /** A value that breaks a rule; {@code rule} completes 'must be ...'. */
  void unusable(String key, ConfigValue value, String rule) {
    lines.add(
        "Cannot use %s: %s (%s). It must be %s.".formatted(key, text(value), at(value), rule));
  }

  /** A key that means nothing. */
  void unknown(String key, ConfigValue value, Optional<String> meant) {
    lines.add(
        "Cannot use %s: %s (%s). There is no such key.%s"
            .formatted(key, text(value), at(value), meant.map(Findings::question).orElse("")));
  }

  /** A key without a value and without a default. */
  void missing(String key, String rule) {
    lines.add("Cannot find %s: it is not set. It must be %s.".formatted(key, rule));
  }

  /** Anything else. */
  void other(String line) {
    lines.add(line);
  }

  /** The lines. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** The words that offer a suggestion. */
  static String question(String meant) {
    return " Did you mean '" + meant + "'?";
  }

  private static String at(ConfigValue value) {
    return value.origin().description();
  }

  private static String text(ConfigValue value) {
    String text =
        switch (value.valueType()) {
          case STRING -> value.unwrapped().toString();
          case OBJECT, LIST, NUMBER, BOOLEAN, NULL ->
              value.render(ConfigRenderOptions.concise()).replace(",", ", ");
        };
    String line = text.replaceAll("\\R", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ...";
  }
}
