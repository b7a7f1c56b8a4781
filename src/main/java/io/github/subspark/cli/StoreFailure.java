/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.commit.UnreadableArtefactException;
import io.github.subspark.steps.Failures;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import org.apache.hadoop.security.AccessControlException;

/** Says why a file system did not do what it should. */
final class StoreFailure {
  private StoreFailure() {}

  /** Whether the store is sound but lets nobody, or not this user, write. */
  static boolean isRefusal(Throwable thrown) {
    String reason = reason(thrown);
    return reason.contains("permission denied") || reason.contains("Read-only file system");
  }

  /** The innermost reason in a few words, without a stop at the end. */
  static String reason(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && !(root instanceof UnreadableArtefactException)) {
      root = root.getCause();
    }
    Optional<String> deaths = Failures.deaths(root);
    if (deaths.isPresent()) {
      return "the " + deaths.get().replaceAll("\\.$", "");
    }
    if (root instanceof AccessDeniedException
        || root instanceof AccessControlException
        || String.valueOf(root.getMessage()).contains("Permission denied")) {
      return "permission denied";
    }
    if (String.valueOf(root.getMessage()).startsWith("Mkdirs failed")) {
      return "no folder can be created there: permission denied";
    }
    String message = root.getMessage() == null ? root.toString() : root.getMessage();
    return message.lines().findFirst().orElse("").strip().replaceAll("\\.$", "");
  }
}
