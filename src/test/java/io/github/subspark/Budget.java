/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * What reading one hostile file may cost: processor time of 5 s, and a given number of bytes of
 * memory, garbage included. Time that other processes take does not count.
 */
public final class Budget {
  private static final long NANOS = 5_000_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long bytes;

  /** Of {@code mebibytes} MiB. */
  public Budget(int mebibytes) {
    this.bytes = (long) mebibytes << 20;
  }

  /** What is tried. */
  public interface Reading {
    /** Reads, and throws what it must not throw. */
    void read() throws Exception;
  }

  /**
   * Reads.
   *
   * @throws AssertionError if it took too much
   */
  public void spend(Reading reading) throws Exception {
    if (spent(reading).isPresent()) {
      // Once more: the first time may have loaded classes, which a fuzzer rewrites as well.
      String excess = spent(reading).orElse("");
      if (!excess.isEmpty()) {
        throw new AssertionError(excess);
      }
    }
  }

  private Optional<String> spent(Reading reading) throws Exception {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long began = THREADS.getCurrentThreadCpuTime();
    reading.read();
    long nanos = THREADS.getCurrentThreadCpuTime() - began;
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (allocated > bytes) {
      return Optional.of("allocated %d MiB".formatted(allocated >> 20));
    }
    return nanos > NANOS
        ? Optional.of("took %d ms of processor time".formatted(nanos / 1_000_000))
        : Optional.empty();
  }
}
