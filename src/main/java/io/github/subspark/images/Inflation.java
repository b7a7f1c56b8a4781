/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

/**
 * How far compressed data may grow: to 100 times their stored size, or to 64 MiB if that is more,
 * and to 2 GiB at most. Images that shrink further by a general compressor are next to empty; what
 * grows further is taken for a bomb.
 */
final class Inflation {
  private static final long RATIO = 100;
  private static final long ALWAYS = 64L << 20;
  private static final long NEVER = 2L << 30;

  private final Origin origin;
  private final long most;
  private long inflated;

  /** Of a file of {@code stored} bytes. */
  Inflation(Origin origin, long stored) {
    this.origin = origin;
    this.most = Math.min(NEVER, Math.max(ALWAYS, stored * RATIO));
  }

  /**
   * Counts what comes out of the file, or is about to.
   *
   * @param where what completes 'inflates to more than 64 MiB at ...'
   * @throws io.github.subspark.InvalidInputException if it is too much in all
   */
  void add(long bytes, String where) {
    // Saturates: a claim may be any number.
    inflated += bytes < 0 ? NEVER + 1 : Math.min(bytes, NEVER + 1);
    if (inflated > most) {
      throw origin.problem(
          "inflates to more than %d MiB at %s".formatted(most >> 20, where),
          "Store the images uncompressed or as a folder if that is what they are");
    }
  }
}
