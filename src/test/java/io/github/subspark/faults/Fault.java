/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.faults;

import static io.github.subspark.faults.StoreCall.CLOSE;
import static io.github.subspark.faults.StoreCall.CREATE;
import static io.github.subspark.faults.StoreCall.DELETE;
import static io.github.subspark.faults.StoreCall.MKDIRS;
import static io.github.subspark.faults.StoreCall.READ;
import static io.github.subspark.faults.StoreCall.RENAME;
import static io.github.subspark.faults.StoreCall.WRITE;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How a store goes wrong, and in which of its calls. */
public enum Fault {
  /** Never: calls are counted alone. */
  NONE(EnumSet.noneOf(StoreCall.class)),
  /** The call throws and has done nothing. */
  BEFORE(EnumSet.allOf(StoreCall.class)),
  /** The call throws, but has done its work: the answer got lost. */
  AFTER(EnumSet.of(CREATE, CLOSE, RENAME, DELETE, MKDIRS)),
  /** A file keeps the first half of what was written, and its close throws. */
  TORN(EnumSet.of(CLOSE)),
  /** A file keeps its name alone, and its close throws. */
  EMPTY(EnumSet.of(CLOSE)),
  /** The call takes long and succeeds. */
  SLOW(EnumSet.complementOf(EnumSet.of(READ))),
  /** This call and all later ones throw: the network is gone, or the driver with it. */
  GONE(EnumSet.allOf(StoreCall.class)),
  /** From this call on nothing more can be written; a file keeps what was written before. */
  FULL(EnumSet.of(WRITE, MKDIRS)),
  /** From this call on nothing may be changed. */
  DENIED(EnumSet.of(CREATE, RENAME, DELETE, MKDIRS));

  /** Bit i stands for the i-th of {@link StoreCall}. */
  private final int calls;

  Fault(Set<StoreCall> calls) {
    this.calls = calls.stream().mapToInt(Fault::bit).sum();
  }

  private static int bit(StoreCall call) {
    return 1 << call.ordinal();
  }

  /** The name in messages. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean concerns(StoreCall call) {
    return (calls & bit(call)) != 0;
  }

  /** Whether it stays once it has come. */
  boolean lasts() {
    return this == GONE || this == FULL || this == DENIED;
  }
}
