/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.Path;

/**
 * One file that is being written: its bytes reach the disk at its close, all of them or as many as
 * the fault leaves. After a write that failed the close keeps what was written before, in silence,
 * as a writer does that is closed on its way out.
 */
final class FaultyOutput extends OutputStream {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final OutputStream inner;
  private final Path path;
  private boolean failed;
  private boolean closed;

  FaultyOutput(OutputStream inner, Path path) {
    this.inner = inner;
    this.path = path;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int from, int length) throws IOException {
    try {
      FaultPlan.call(
          StoreCall.WRITE,
          path,
          () -> {
            bytes.write(source, from, length);
            return length;
          });
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (failed) {
      keep(bytes.size());
    } else {
      FaultPlan.close(path, bytes.size(), this::keep);
    }
  }

  private void keep(int length) throws IOException {
    try (inner) {
      inner.write(bytes.toByteArray(), 0, length);
    }
  }
}
