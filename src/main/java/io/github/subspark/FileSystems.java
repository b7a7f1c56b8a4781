/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark;

import java.io.IOException;
import java.net.UnknownHostException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Opens Hadoop's file systems, whose faults are told by whatever exception came to hand. */
public final class FileSystems {
  private FileSystems() {}

  /**
   * The file system of a path.
   *
   * @throws IOException with the reason in words if there is none
   */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    try {
      return path.getFileSystem(hadoop);
    } catch (RuntimeException unusable) {
      throw new IOException(reason(unusable, path.toUri().getScheme()), unusable);
    }
  }

  private static String reason(Throwable thrown, String scheme) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof UnknownHostException) {
      return "unknown host " + root.getMessage();
    } else if (root instanceof ClassNotFoundException) {
      return "Spark has no jar for %s (hadoop-aws for s3a)".formatted(scheme);
    }
    return String.valueOf(root.getMessage());
  }
}
