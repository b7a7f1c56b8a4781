/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A driver that holds a run's lease, or tries to.
 *
 * @param user its user
 * @param host its machine
 * @param pid its process
 * @param process what else tells the process from others of the same number: when it started, and
 *     the boot and the namespace of processes that its number belongs to; empty where the system
 *     does not tell
 * @param since ISO-8601, UTC
 */
public record LeaseHolder(String user, String host, long pid, String process, String since) {
  public LeaseHolder {
    Stream.of(user, host, process, since).forEach(Objects::requireNonNull);
  }

  /** This process. */
  static LeaseHolder here() {
    ProcessHandle self = ProcessHandle.current();
    return new LeaseHolder(
        System.getProperty("user.name", "unknown"),
        hostName(),
        self.pid(),
        identity(self),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** Whether it ran on this machine and does not run any more, as far as can be told from here. */
  boolean ended() {
    String namespace = namespace();
    if (namespace.isEmpty() || !process.startsWith(namespace)) {
      return false;
    }
    return ProcessHandle.of(pid).map(there -> !identity(there).equals(process)).orElse(true);
  }

  /** 'ann on node7 (process 4711), since 2026-01-31T12:00:00Z'. */
  @Override
  public String toString() {
    return "%s on %s (process %d), since %s".formatted(user, host, pid, since);
  }

  private static String identity(ProcessHandle process) {
    String namespace = namespace();
    return namespace.isEmpty()
        ? ""
        : namespace + process.info().startInstant().map(Instant::toString).orElse("");
  }

  /** Numbers of processes mean something within one boot and one container only. */
  private static String namespace() {
    try {
      return "%s %s "
          .formatted(
              Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip(),
              Files.readSymbolicLink(Path.of("/proc/self/ns/pid")));
    } catch (IOException elsewhere) {
      return "";
    }
  }

  /** The name of this machine. */
  public static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return InetAddress.getLoopbackAddress().getHostName();
    }
  }
}
