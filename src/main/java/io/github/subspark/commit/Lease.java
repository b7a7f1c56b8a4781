/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.subspark.commit.LeaseHolder.State;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * One driver a run: each writes a file of its own into {@code _lease/} and touches it regularly.
 * The ages of the files are compared by the store's clock, so those of the drivers do not matter.
 *
 * <p>It is advice: no store need create or rename atomically for it, and two drivers that go on at
 * once nevertheless only do some work twice, since attempts never mix.
 */
public final class Lease implements AutoCloseable {
  /** Of the lease's files. */
  static final String FOLDER = "_lease";

  private static final int BEATS = 6;

  private final RunDirectory run;
  private final Duration expiry;
  private final Path file;
  private final LeaseHolder holder;
  private final Timer heart = new Timer("lease", true);
  private volatile boolean lost;
  private boolean closed;

  private Lease(RunDirectory run, Duration expiry) {
    this.run = run;
    this.expiry = expiry;
    this.holder = LeaseHolder.here();
    // Time first, so that of two that ask at once the earlier goes on.
    this.file =
        run.resolve(
            "%s/%013d-%s.json".formatted(FOLDER, System.currentTimeMillis(), UUID.randomUUID()));
  }

  /**
   * Another driver's file.
   *
   * @param holder empty if its file cannot be read just now
   * @param silence age of the file
   */
  private record Other(Path file, Optional<LeaseHolder> holder, Duration silence) {}

  /**
   * Takes the lease of a run.
   *
   * @param expiry after so long without a sign of life its holder counts as dead
   * @throws LeaseHeldException if another driver has it
   */
  public static Lease take(RunDirectory run, Duration expiry)
      throws IOException, LeaseHeldException {
    Lease lease = new Lease(run, expiry);
    try {
      lease.claim();
    } catch (IOException | LeaseHeldException | RuntimeException refused) {
      lease.close();
      throw refused;
    }
    lease.beat();
    return lease;
  }

  private void claim() throws IOException, LeaseHeldException {
    run.overwrite(file, holder);
    for (Other other : others()) {
      if (isEarlier(other) || isHolding(other)) {
        throw held(other);
      }
    }
    run.overwrite(file, holder.holding());
    // One that asked in between has not seen that we hold it.
    for (Other other : others()) {
      if (isEarlier(other)) {
        throw held(other);
      }
    }
  }

  private boolean isEarlier(Other other) {
    return other.file().getName().compareTo(file.getName()) < 0;
  }

  private static boolean isHolding(Other other) {
    return other.holder().map(LeaseHolder::state).orElse(State.HOLDING) == State.HOLDING;
  }

  private LeaseHeldException held(Other other) {
    String who = other.holder().map(LeaseHolder::toString).orElse("another driver");
    return new LeaseHeldException(run.place(), who, other.silence(), expiry);
  }

  /** Files of other drivers that live; those of dead ones are removed. */
  private List<Other> others() throws IOException {
    List<FileStatus> all = run.list(file.getParent());
    long now =
        all.stream()
            .filter(status -> status.getPath().getName().equals(file.getName()))
            .mapToLong(FileStatus::getModificationTime)
            .findFirst()
            .orElseThrow(() -> new FileNotFoundException(file.toString()));
    List<Other> others = new ArrayList<>();
    for (FileStatus status : all) {
      if (status.getPath().getName().equals(file.getName())) {
        continue;
      }
      Duration silence = Duration.ofMillis(Math.max(0, now - status.getModificationTime()));
      Optional<LeaseHolder> other = read(status.getPath());
      if (silence.compareTo(expiry) > 0 || other.map(LeaseHolder::ended).orElse(false)) {
        run.delete(status.getPath());
      } else {
        others.add(new Other(status.getPath(), other, silence));
      }
    }
    return others;
  }

  private Optional<LeaseHolder> read(Path other) throws IOException {
    try {
      return run.read(other, LeaseHolder.class);
    } catch (JsonProcessingException | ChecksumException beingWritten) {
      return Optional.empty();
    }
  }

  private void beat() {
    TimerTask touch =
        new TimerTask() {
          @Override
          public void run() {
            touch();
          }
        };
    long period = Math.max(1, expiry.toMillis() / BEATS);
    heart.schedule(touch, period, period);
  }

  private synchronized void touch() {
    try {
      if (closed) {
        return;
      }
      if (run.exists(file)) {
        run.overwrite(file, holder.holding());
      } else {
        lost = true;
      }
    } catch (IOException unheard) {
      // The store is away: what matters is whether the steps can commit, and they will say so.
    }
  }

  /**
   * Ends a sweep whose lease went to another driver.
   *
   * @throws LeaseHeldException if so
   */
  public void check() throws LeaseHeldException {
    if (lost) {
      throw new LeaseHeldException(run.place());
    }
  }

  /** Whether another driver took over, because this one gave no sign of life for too long. */
  public boolean lost() {
    return lost;
  }

  /** Gives the lease back. */
  @Override
  public synchronized void close() {
    closed = true;
    heart.cancel();
    try {
      run.delete(file);
    } catch (IOException away) {
      // It expires.
    }
  }
}
