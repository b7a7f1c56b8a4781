/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that start later. They lie below those that Linux gives to connections (32768
 * and up), so that until the server listens no connection of this machine takes them, not even one
 * that knocks at the port itself; and none is given twice.
 */
public final class FreePort {
  private static final int LOWEST = 10_000;
  private static final int END = 30_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(LOWEST, END));

  private FreePort() {}

  /** Another port on which nothing listens. */
  public static int next() throws IOException {
    for (int i = LOWEST; i < END; i++) {
      int port = NEXT.getAndUpdate(last -> last + 1 == END ? LOWEST : last + 1);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("No port of %d to %d is free.".formatted(LOWEST, END - 1));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
