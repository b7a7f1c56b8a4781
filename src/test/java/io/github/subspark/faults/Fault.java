/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.faults;

import java.util.Locale;

/** How a store goes wrong, and in which of its calls. */
public enum Fault {
  /** Never: calls are counted alone. */
  NONE,
  /** The call throws and has done nothing. */
  BEFORE,
  /** The call throws, but has done its work: the answer got lost. */
  AFTER,
  /** A file keeps the first half of what was written, and its close throws. */
  TORN,
  /** A file keeps its name alone, and its close throws. */
  EMPTY,
  /** The call takes long and succeeds. */
  SLOW,
  /** This call and all later ones throw: the network is gone, or the driver with it. */
  GONE,
  /** From this call on nothing more can be written; a file keeps what was written before. */
  FULL,
  /** From this call on nothing may be changed. */
  DENIED;

  /** The name in messages. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean concerns(StoreCall call) {
    return switch (this) {
      case NONE -> false;
      case BEFORE, GONE -> true;
      case SLOW -> call != StoreCall.READ;
      case TORN, EMPTY -> call == StoreCall.CLOSE;
      case FULL -> call == StoreCall.WRITE || call == StoreCall.MKDIRS;
      case AFTER -> call == StoreCall.CLOSE || changesNames(call);
      case DENIED -> changesNames(call);
    };
  }

  private static boolean changesNames(StoreCall call) {
    return switch (call) {
      case CREATE, RENAME, DELETE, MKDIRS -> true;
      case OPEN, READ, WRITE, CLOSE, LIST, STATUS -> false;
    };
  }

  /** Whether it stays once it has come. */
  boolean lasts() {
    return this == GONE || this == FULL || this == DENIED;
  }
}
