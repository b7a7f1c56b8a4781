/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * Commits what was computed although the store fails now and then: what took minutes to compute is
 * not given up for one failed call. Each try is an attempt of its own.
 */
public final class Persistence {
  private static final int TRIES = 3;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private Persistence() {}

  /** Writes a step's artefacts into an attempt and commits it. */
  @FunctionalInterface
  public interface Writing {
    /** May be called again with another attempt. */
    void into(Attempt attempt) throws IOException;
  }

  /**
   * Commits a step.
   *
   * @throws IOException what the last try failed with
   */
  public static void commit(RunDirectory run, ArtefactKind kind, String key, Writing writing)
      throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        writing.into(run.attempt(kind, key));
        return;
      } catch (IOException failed) {
        if (committed(run, kind, key)) {
          return;
        }
        if (tries == TRIES) {
          throw failed;
        }
        pause(tries);
      }
    }
  }

  /** A store may have done what it says has failed. */
  private static boolean committed(RunDirectory run, ArtefactKind kind, String key) {
    try {
      return run.commit(kind, key).isPresent();
    } catch (IOException unknown) {
      return false;
    }
  }

  private static void pause(int tries) throws InterruptedIOException {
    try {
      Thread.sleep(PAUSE.multipliedBy(tries).toMillis());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for the store");
    }
  }
}
