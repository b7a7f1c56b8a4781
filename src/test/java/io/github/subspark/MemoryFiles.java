/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** A Hadoop file system in memory, mem:///, so that fuzzing never waits for a disk. */
public final class MemoryFiles extends FileSystem {
  private static final URI ROOT = URI.create("mem:///");
  private static final Map<String, byte[]> FILES = new ConcurrentHashMap<>();

  /** A configuration that knows mem:///. */
  public static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.mem.impl", MemoryFiles.class, FileSystem.class);
    return hadoop;
  }

  /** Stores a file, in the place of an earlier one; its path. */
  public static String put(String path, byte[] bytes) {
    FILES.put(path, bytes);
    return "mem://" + path;
  }

  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    super.initialize(name, conf);
    setConf(conf);
  }

  @Override
  public String getScheme() {
    return "mem";
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    byte[] bytes = FILES.get(path.toUri().getPath());
    if (bytes == null) {
      throw new FileNotFoundException(path.toString());
    }
    return new FSDataInputStream(new Bytes(bytes));
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    String name = path.toUri().getPath();
    byte[] bytes = FILES.get(name);
    if (bytes != null) {
      return new FileStatus(bytes.length, false, 1, 1 << 20, 0, makeQualified(path));
    }
    String folder = name.endsWith("/") ? name : name + "/";
    if (FILES.keySet().stream().anyMatch(file -> file.startsWith(folder))) {
      return new FileStatus(0, true, 1, 1 << 20, 0, makeQualified(path));
    }
    throw new FileNotFoundException(path.toString());
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    FileStatus status = getFileStatus(path);
    if (status.isFile()) {
      return new FileStatus[] {status};
    }
    String folder = path.toUri().getPath().replaceFirst("/?$", "/");
    List<FileStatus> children = new ArrayList<>();
    FILES.keySet().stream()
        .filter(file -> file.startsWith(folder))
        .map(file -> file.substring(folder.length()).replaceFirst("/.*", ""))
        .distinct()
        .sorted()
        .forEach(
            name -> {
              try {
                children.add(getFileStatus(new Path(path, name)));
              } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
              }
            });
    return children.toArray(FileStatus[]::new);
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
    ByteArrayOutputStream file =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            FILES.put(path.toUri().getPath(), toByteArray());
          }
        };
    return new FSDataOutputStream(file, null);
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("not needed");
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException("not needed");
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    return FILES.remove(path.toUri().getPath()) != null;
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    throw new UnsupportedOperationException("not needed");
  }

  @Override
  public void setWorkingDirectory(Path path) {}

  @Override
  public Path getWorkingDirectory() {
    return new Path(ROOT);
  }

  /** One file's bytes with a position. */
  private static final class Bytes extends FSInputStream {
    private final byte[] bytes;
    private ByteArrayInputStream in;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
      this.in = new ByteArrayInputStream(bytes);
    }

    @Override
    public void seek(long position) throws IOException {
      if (position < 0 || position > bytes.length) {
        throw new java.io.EOFException("seek to " + position);
      }
      int at = (int) position;
      in = new ByteArrayInputStream(bytes, at, bytes.length - at);
    }

    @Override
    public long getPos() {
      return (long) bytes.length - in.available();
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }

    @Override
    public int available() {
      return in.available();
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return in.read(into, offset, length);
    }
  }
}
