/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.nio.ByteBuffer;
import us.hebi.matlab.mat.format.BufferAllocator;

/**
 * Gives the MAT reader memory up to a limit: a header may claim any size, and the reader asks for
 * what the header claims.
 */
final class BoundedAllocator implements BufferAllocator {
  private final long limit;
  private long allocated;

  BoundedAllocator(long limit) {
    this.limit = limit;
  }

  /** Bytes given so far: no more numbers than these can have been read. */
  long allocated() {
    return allocated;
  }

  @Override
  public ByteBuffer allocate(int bytes) {
    if (bytes < 0 || bytes > limit - allocated) {
      throw new IllegalArgumentException(
          "a header claims %d bytes".formatted(Integer.toUnsignedLong(bytes)));
    }
    allocated += bytes;
    return ByteBuffer.allocate(bytes);
  }

  @Override
  public void release(ByteBuffer buffer) {
    // The garbage collector's; handed out memory still counts, so that the limit is a total.
  }
}
