/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import java.util.UUID;

/** Names for what a process makes in a run directory. */
final class TimedId {
  private TimedId() {}

  /** A new one: time first, so that the lowest is the earliest; random last, so that none meet. */
  static String next() {
    return beginning(System.currentTimeMillis()) + "-" + UUID.randomUUID();
  }

  /** What names of this moment begin with, in epoch milliseconds; earlier ones sort before it. */
  static String beginning(long millis) {
    return "%013d".formatted(millis);
  }
}
