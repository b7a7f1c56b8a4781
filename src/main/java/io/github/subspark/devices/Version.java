/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.devices;

import java.util.Arrays;

/**
 * A version of numbers with points between them, compared number by number: 8.6 comes before 8.10,
 * and 450 before 450.80.02. Drivers and compute capabilities are written like this.
 *
 * @param text as it is written
 */
public record Version(String text) implements Comparable<Version> {
  @Override
  public int compareTo(Version other) {
    return Arrays.compare(numbers(), other.numbers());
  }

  private int[] numbers() {
    return Arrays.stream(text.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  static boolean isVersion(String text) {
    return text.matches("\\d{1,9}(\\.\\d{1,9})*");
  }

  @Override
  public String toString() {
    return text;
  }
}
