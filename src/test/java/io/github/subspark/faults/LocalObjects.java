/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.faults;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * What an object store does otherwise than a disk. A folder is there as long as an object lies
 * under its name; making one does nothing. An object appears when its writer closes, whatever was
 * there before and whether or not it should have been replaced. A rename copies and deletes object
 * by object.
 */
final class LocalObjects extends RawLocalFileSystem {

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return new FSDataOutputStream(new Upload(pathToFile(path)), null);
  }

  @Override
  public boolean mkdirs(Path path) {
    return true;
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    return true;
  }

  @Override
  public boolean rename(Path source, Path target) throws IOException {
    File from = pathToFile(source);
    if (objects(from).isEmpty()) {
      return false;
    }
    File to = pathToFile(target);
    if (to.isFile()) {
      return false;
    }
    File into = objects(to).isEmpty() ? to : new File(to, from.getName());
    for (File object : objects(from)) {
      File copy = new File(into + object.getPath().substring(from.getPath().length()));
      Files.createDirectories(copy.toPath().getParent());
      Files.copy(object.toPath(), copy.toPath(), StandardCopyOption.REPLACE_EXISTING);
      Files.delete(object.toPath());
    }
    return true;
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    List<File> under = objects(pathToFile(path));
    if (pathToFile(path).isDirectory() && !under.isEmpty() && !recursive) {
      throw new IOException("Cannot delete " + path + ": objects lie under it");
    }
    for (File object : under) {
      Files.delete(object.toPath());
    }
    return !under.isEmpty();
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    getFileStatus(path);
    return Arrays.stream(super.listStatus(path))
        .filter(status -> !objects(pathToFile(status.getPath())).isEmpty())
        .toArray(FileStatus[]::new);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    if (objects(pathToFile(path)).isEmpty()) {
      throw new FileNotFoundException("No such object: " + path);
    }
    return super.getFileStatus(path);
  }

  @Override
  public boolean exists(Path path) {
    return !objects(pathToFile(path)).isEmpty();
  }

  private static List<File> objects(File under) {
    if (!under.exists()) {
      return List.of();
    }
    try (Stream<java.nio.file.Path> all = Files.walk(under.toPath())) {
      return all.filter(Files::isRegularFile).map(java.nio.file.Path::toFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An object that is being written. */
  private static final class Upload extends ByteArrayOutputStream {
    private final File object;

    Upload(File object) {
      this.object = object;
    }

    @Override
    public void close() throws IOException {
      Files.createDirectories(object.toPath().getParent());
      Files.write(object.toPath(), toByteArray());
    }
  }
}
