/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.faults;

import java.util.Locale;

/** A call to a file system that can go wrong. */
public enum StoreCall {
  OPEN,
  READ,
  CREATE,
  WRITE,
  CLOSE,
  RENAME,
  DELETE,
  MKDIRS,
  LIST,
  STATUS;

  /** The name in messages. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
