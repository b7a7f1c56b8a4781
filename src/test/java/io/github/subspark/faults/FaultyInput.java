/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.faults;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.Path;

/** Reads of one opened file, each a call that can go wrong. */
final class FaultyInput extends FSInputStream {
  private final FSDataInputStream inner;
  private final Path path;

  FaultyInput(FSDataInputStream inner, Path path) {
    this.inner = inner;
    this.path = path;
  }

  @Override
  public int read() throws IOException {
    return FaultPlan.call(StoreCall.READ, path, inner::read);
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    return FaultPlan.call(StoreCall.READ, path, () -> inner.read(bytes, from, length));
  }

  @Override
  public void seek(long position) throws IOException {
    inner.seek(position);
  }

  @Override
  public long getPos() throws IOException {
    return inner.getPos();
  }

  @Override
  public boolean seekToNewSource(long position) throws IOException {
    return inner.seekToNewSource(position);
  }

  @Override
  public int available() throws IOException {
    return inner.available();
  }

  @Override
  public void close() throws IOException {
    inner.close();
  }
}
