/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.util.Map;

/**
 * A variable of a MATLAB file, as its header tells.
 *
 * @param name its name
 * @param kind MATLAB's number of its class
 * @param complex whether it has imaginary parts
 * @param dimensions how many
 * @param at where its element begins in the file
 * @param bytes the element's length with tag and padding
 * @param compressed whether its content is deflated
 */
record MatVariable(
    String name, int kind, boolean complex, int dimensions, int at, int bytes, boolean compressed) {
  private static final int FIRST_NUMERIC = 6;
  private static final int LAST_NUMERIC = 15;

  private static final Map<Integer, String> OTHERS =
      Map.of(
          1,
          "cell",
          2,
          "struct",
          3,
          "object",
          4,
          "char",
          5,
          "sparse",
          16,
          "function_handle",
          17,
          "object");

  /**
   * Refuses what is no full matrix of real numbers, before a library looks at it: cells and structs
   * hold others, to any depth and in any number.
   */
  void checkMatrix(Origin origin) {
    if (kind < FIRST_NUMERIC || kind > LAST_NUMERIC || complex) {
      throw origin.problem(
          "has a variable '%s' of type %s"
              .formatted(name, complex ? "complex" : OTHERS.getOrDefault(kind, "" + kind)),
          "Store a full matrix of real numbers");
    }
    if (dimensions != 2) {
      throw origin.problem(
          "has a variable '%s' of %d dimensions".formatted(name, dimensions),
          "Store one image a row: N x (height width)");
    }
  }
}
