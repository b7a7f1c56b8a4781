/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * Replaces files of a run directory whole: they are written aside, in a folder of this writer
 * alone, and then moved over the old ones, so that a reader sees the old file or the new one and
 * two writers never mix. Where a store's move is a copy, as in object stores, the copy appears
 * whole.
 */
public final class Staging implements AutoCloseable {
  /** Of what is being written. */
  static final String FOLDER = "_staging";

  /** After this a folder belongs to a writer that died. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final FileSystem files;
  private final Configuration hadoop;
  private final Path folder;

  Staging(Path root, FileSystem files, Configuration hadoop) throws IOException {
    this.files = files;
    this.hadoop = hadoop;
    this.folder = new Path(new Path(root, FOLDER), TimedId.next());
    // Now rather than in the tasks of a Spark job, each of which would tell of its failure at
    // length.
    if (!files.mkdirs(folder)) {
      throw new IOException("Mkdirs failed to create " + folder);
    }
  }

  /** Where to write what will be called {@code name}. */
  public Path aside(String name) {
    return new Path(folder, name);
  }

  /** The one file with an ending in a folder that was written aside. */
  public Path only(Path aside, String ending) throws IOException {
    for (FileStatus status : files.listStatus(aside)) {
      if (status.getPath().getName().endsWith(ending)) {
        return status.getPath();
      }
    }
    throw new FileNotFoundException("Cannot find a file *%s in %s".formatted(ending, aside));
  }

  /** Copies a file to its place, over whatever is there. */
  public void copy(Path source, Path target) throws IOException {
    Path copy = aside(target.getName());
    try {
      FileUtil.copy(files, source, files, copy, false, hadoop);
    } catch (FSError full) {
      throw new IOException(full.getMessage(), full);
    }
    place(copy, target);
  }

  /** Moves a file that was written aside to its place, over whatever is there. */
  public void place(Path aside, Path target) throws IOException {
    files.mkdirs(target.getParent());
    if (files instanceof LocalFileSystem local) {
      placeLocally(local, aside, target);
      return;
    }
    try {
      FileContext.getFileContext(target.toUri(), hadoop).rename(aside, target, Rename.OVERWRITE);
    } catch (UnsupportedFileSystemException known) {
      // Some stores come without this newer interface.
      files.delete(target, false);
      if (!files.rename(aside, target)) {
        throw new IOException("Cannot move %s to %s".formatted(aside, target), known);
      }
    }
  }

  /** Hadoop would delete the old file first. */
  private static void placeLocally(LocalFileSystem local, Path aside, Path target)
      throws IOException {
    // A file and its checksum cannot be replaced in one move: what is replaced has none.
    local.getRawFileSystem().delete(local.getChecksumFile(aside), false);
    Files.move(
        local.pathToFile(aside).toPath(),
        local.pathToFile(target).toPath(),
        StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what is left aside, and what dead writers have left. */
  @Override
  public void close() throws IOException {
    files.delete(folder, true);
    String oldest = TimedId.beginning(System.currentTimeMillis() - LONGEST.toMillis());
    try {
      for (FileStatus other : files.listStatus(folder.getParent())) {
        if (other.getPath().getName().compareTo(oldest) < 0) {
          files.delete(other.getPath(), true);
        }
      }
    } catch (FileNotFoundException gone) {
      // In an object store a folder is there while something is in it.
    }
  }
}
