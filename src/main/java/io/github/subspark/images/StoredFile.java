/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * One file of a Hadoop file system, read whole.
 *
 * @param files the file system
 * @param status the file's path and length
 */
record StoredFile(FileSystem files, FileStatus status) {
  private static final long LARGEST = Integer.MAX_VALUE - 8L;

  /**
   * All bytes.
   *
   * @throws io.github.subspark.InvalidInputException if they fit no array, if there are none, or if
   *     they cannot be read
   */
  byte[] bytes(Origin origin) {
    if (status.getLen() > LARGEST) {
      throw origin.problem(
          "has %d bytes, more than 2 GiB".formatted(status.getLen()),
          "Store it as a folder of images or of Parquet files");
    }
    if (status.getLen() == 0) {
      throw origin.problem("is empty", "Copy the file again");
    }
    byte[] bytes = new byte[(int) status.getLen()];
    try (FSDataInputStream in = files.open(status.getPath())) {
      in.readFully(0, bytes);
    } catch (IOException e) {
      throw origin.unopened(e);
    }
    return bytes;
  }
}
