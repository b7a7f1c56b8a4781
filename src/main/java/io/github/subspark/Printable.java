/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Text for a terminal in which nothing but letters is left: names of files, variables, classes and
 * columns come from whoever made the data, and a terminal obeys what it prints. Control characters
 * (escape sequences begin with one), characters that turn the direction of writing, and others that
 * have no picture are shown by their number, as in Java: an escape and [31m become \u001b[31m.
 */
public final class Printable {
  private Printable() {}

  /** One line: line breaks and tabs are shown by their number too. */
  public static String line(String text) {
    return text.codePoints()
        .mapToObj(
            point -> hasPicture(point) ? Character.toString(point) : "\\u%04x".formatted(point))
        .collect(Collectors.joining());
  }

  /** Several lines of our own, each ended by a line feed; other line breaks are shown. */
  public static String lines(String text) {
    return Arrays.stream(text.split("\n", -1))
        .map(Printable::line)
        .collect(Collectors.joining("\n"));
  }

  /** A share as people read it: 0.375 is '37.5 %'. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share).replaceAll("\\.?0+$", "") + " %";
  }

  private static boolean hasPicture(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
