/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * What happens on SIGTERM: the process is going to end with exit code 143, and before Spark hears
 * of it no more steps are begun, the lease is given back and the user is told.
 */
final class Termination implements AutoCloseable {
  /** Before Spark's hook (50) and that of Hadoop's file systems (10). */
  private static final int PRIORITY = 100;

  private static volatile boolean begun;

  private final Runnable hook;

  /**
   * Listens for the end of the process.
   *
   * @param farewell what to do first
   */
  Termination(Runnable farewell) {
    this.hook =
        () -> {
          begun = true;
          // What Spark says while it is being stopped is news to nobody.
          Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
          farewell.run();
        };
    ShutdownHookManager.get().addShutdownHook(hook, PRIORITY);
  }

  /** Whether the process is ending. */
  static boolean begun() {
    return begun;
  }

  /** Whether to begin nothing more. */
  boolean underWay() {
    return begun;
  }

  @Override
  public void close() {
    if (!begun) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
