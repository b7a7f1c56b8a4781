/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.faults;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * Which call to the faulty stores of this process goes wrong, and how. There is one plan at a time:
 * Hadoop makes its file systems itself, and an executor of local mode runs in the same process.
 */
public final class FaultPlan {
  /** What every injected failure but {@link Fault#FULL}'s and {@link Fault#DENIED}'s says. */
  public static final String INJECTED = "the store is out of order";

  /** What a full disk says. */
  public static final String NO_SPACE = "No space left on device";

  private static final long SLOWNESS_MILLIS = 150;

  private static final AtomicReference<FaultPlan> CURRENT =
      new AtomicReference<>(new FaultPlan(Fault.NONE, 0));

  private final Fault fault;
  private final int at;
  private final AtomicInteger concerned = new AtomicInteger();
  private final Map<StoreCall, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final AtomicReference<String> struck = new AtomicReference<>();

  private FaultPlan(Fault fault, int at) {
    this.fault = fault;
    this.at = at;
  }

  /** The {@code n}-th of the calls that the fault concerns goes wrong; n from 1. */
  public static FaultPlan begin(Fault fault, int n) {
    FaultPlan plan = new FaultPlan(fault, n);
    CURRENT.set(plan);
    return plan;
  }

  /** From here on nothing goes wrong; calls are counted. */
  public static FaultPlan heal() {
    return begin(Fault.NONE, 0);
  }

  /** What a store does when it is in order. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  static <T> T call(StoreCall call, Path path, Action<T> action) throws IOException {
    return CURRENT.get().around(call, path, action);
  }

  /** A close of a written file: {@code keep} leaves as many of its bytes as are asked for. */
  static void close(Path path, int length, Keeper keep) throws IOException {
    CURRENT.get().aroundClose(path, length, keep);
  }

  /** Leaves the first {@code bytes} of what was written. */
  @FunctionalInterface
  interface Keeper {
    void keep(int bytes) throws IOException;
  }

  /** Calls so far that the fault would concern. */
  public int concerned(Fault other) {
    return counts.entrySet().stream()
        .filter(count -> other.concerns(count.getKey()))
        .mapToInt(count -> count.getValue().get())
        .sum();
  }

  /** Calls so far of each kind. */
  public Map<StoreCall, Integer> counts() {
    Map<StoreCall, Integer> all = new TreeMap<>();
    counts.forEach((call, count) -> all.put(call, count.get()));
    return all;
  }

  /** The first call that went wrong, if it came to that. */
  public Optional<String> struck() {
    return Optional.ofNullable(struck.get());
  }

  private <T> T around(StoreCall call, Path path, Action<T> action) throws IOException {
    if (!due(call, path)) {
      return action.run();
    }
    if (fault == Fault.SLOW) {
      sleep();
      return action.run();
    }
    if (fault == Fault.AFTER && action.run() instanceof Closeable opened) {
      opened.close();
    }
    throw failure(call, path);
  }

  private void aroundClose(Path path, int length, Keeper keep) throws IOException {
    if (!due(StoreCall.CLOSE, path)) {
      keep.keep(length);
      return;
    }
    if (fault == Fault.SLOW) {
      sleep();
      keep.keep(length);
      return;
    }
    keep.keep(fault == Fault.AFTER ? length : fault == Fault.TORN ? length / 2 : 0);
    throw failure(StoreCall.CLOSE, path);
  }

  private boolean due(StoreCall call, Path path) {
    counts.computeIfAbsent(call, first -> new AtomicInteger()).incrementAndGet();
    if (!fault.concerns(call)) {
      return false;
    }
    int n = concerned.incrementAndGet();
    boolean due = fault.lasts() ? n >= at : n == at;
    if (due) {
      struck.compareAndSet(null, call.text() + " " + path);
    }
    return due;
  }

  private IOException failure(StoreCall call, Path path) {
    return switch (fault) {
      case FULL -> new IOException(NO_SPACE);
      case DENIED -> new AccessControlException("Permission denied: " + call.text() + " " + path);
      default -> new IOException("Cannot %s %s: %s".formatted(call.text(), path, INJECTED));
    };
  }

  private static void sleep() throws IOException {
    try {
      Thread.sleep(SLOWNESS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
