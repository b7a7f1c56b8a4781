/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.faults;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under another scheme, {@code faulty:///tmp/run}, whose calls go wrong as {@link
 * FaultPlan} says. Without checksum files: a torn file reads as a shorter one, as on most stores.
 */
public class FaultyFileSystem extends FileSystem {
  /** Its scheme. */
  public static final String SCHEME = "faulty";

  /** As clients of stores do, bytes are collected: else a run would have thousands of writes. */
  private static final int BUFFER = 4096;

  private final String scheme;
  private final FileSystem inner;
  private Path working = new Path("/");

  /** Made by Hadoop. */
  public FaultyFileSystem() {
    this(SCHEME, new RawLocalFileSystem());
  }

  FaultyFileSystem(String scheme, FileSystem inner) {
    this.scheme = scheme;
    this.inner = inner;
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    inner.initialize(URI.create("file:///"), configuration);
  }

  @Override
  public String getScheme() {
    return scheme;
  }

  @Override
  public URI getUri() {
    return URI.create(scheme + ":///");
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return FaultPlan.call(
        StoreCall.OPEN,
        path,
        () -> new FSDataInputStream(new FaultyInput(inner.open(inward(path), bufferSize), path)));
  }

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
    return FaultPlan.call(
        StoreCall.CREATE,
        path,
        () ->
            new FSDataOutputStream(
                new BufferedOutputStream(
                    new FaultyOutput(
                        // Hadoop without its native library forks chmod for each permission.
                        inner.create(
                            inward(path),
                            null,
                            overwrite,
                            bufferSize,
                            replication,
                            blockSize,
                            progress),
                        path),
                    BUFFER),
                null));
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("append");
  }

  @Override
  public boolean rename(Path source, Path target) throws IOException {
    return FaultPlan.call(
        StoreCall.RENAME, target, () -> inner.rename(inward(source), inward(target)));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return FaultPlan.call(StoreCall.DELETE, path, () -> inner.delete(inward(path), recursive));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return FaultPlan.call(
        StoreCall.LIST,
        path,
        () ->
            Arrays.stream(inner.listStatus(inward(path)))
                .map(this::outward)
                .toArray(FileStatus[]::new));
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    return FaultPlan.call(StoreCall.MKDIRS, path, () -> inner.mkdirs(inward(path), null));
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return FaultPlan.call(StoreCall.STATUS, path, () -> outward(inner.getFileStatus(inward(path))));
  }

  @Override
  public void setWorkingDirectory(Path folder) {
    working = folder;
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(getUri().getScheme(), "", working.toUri().getPath());
  }

  private Path inward(Path path) {
    return new Path("file", "", makeQualified(path).toUri().getPath());
  }

  private FileStatus outward(FileStatus status) {
    return new FileStatus(
        status.getLen(),
        status.isDirectory(),
        status.getReplication(),
        status.getBlockSize(),
        status.getModificationTime(),
        makeQualified(new Path(status.getPath().toUri().getPath())));
  }
}
