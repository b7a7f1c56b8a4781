/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** A committed file is there at its full length and cannot be read. */
public final class UnreadableArtefactException extends IOException {
  UnreadableArtefactException(Path file, Exception cause) {
    super(
        "%s cannot be read (%s); if it is damaged, delete it, and the same command computes its step again"
            .formatted(RunDirectory.place(file), reason(cause)),
        cause);
  }

  private static String reason(Exception cause) {
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return message.lines().findFirst().orElse("").strip().replaceAll("\\.$", "");
  }
}
