/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.TreeMap;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * One driver a run: each writes who it is into a file of its own in {@code _lease/}, and while it
 * holds the run it writes an empty file beside that regularly, so that one killed meanwhile can
 * still be looked up. The ages of the files are compared by the store's clock, so those of the
 * drivers do not matter.
 *
 * <p>It is advice: no store need create or rename atomically for it, and two drivers that go on at
 * once nevertheless only do some work twice, since attempts never mix.
 */
public final class Lease implements AutoCloseable {
  /** Of the lease's files. */
  static final String FOLDER = "_lease";

  private static final String WHO = ".json";
  private static final String SIGN = ".holds";
  private static final int BEATS = 6;

  private final RunDirectory run;
  private final Duration expiry;
  private final String id;
  private final LeaseHolder holder = LeaseHolder.here();
  private final Timer heart = new Timer("lease", true);
  private volatile boolean lost;
  private boolean closed;

  private Lease(RunDirectory run, Duration expiry) {
    this.run = run;
    this.expiry = expiry;
    // Of two that ask at once the earlier goes on.
    this.id = TimedId.next();
  }

  /**
   * Another driver.
   *
   * @param id before the endings of its files
   * @param holder empty if it was killed before it had said who it is
   * @param holding whether it has ever held the run
   * @param silence since it last wrote
   */
  private record Other(String id, Optional<LeaseHolder> holder, boolean holding, Duration silence) {
    boolean dead(Duration expiry) {
      return silence.compareTo(expiry) > 0 || holder.map(LeaseHolder::ended).orElse(false);
    }
  }

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
    run.overwrite(who(id), holder);
    for (Other other : others()) {
      if (isEarlier(other) || other.holding()) {
        throw held(other);
      }
    }
    run.touch(sign(id));
    // One that asked in between has not seen that we hold it.
    for (Other other : others()) {
      if (isEarlier(other)) {
        throw held(other);
      }
    }
  }

  private Path who(String driver) {
    return run.resolve(FOLDER + "/" + driver + WHO);
  }

  private Path sign(String driver) {
    return run.resolve(FOLDER + "/" + driver + SIGN);
  }

  private boolean isEarlier(Other other) {
    return other.id().compareTo(id) < 0;
  }

  private LeaseHeldException held(Other other) {
    String driver = other.holder().map(LeaseHolder::toString).orElse("another driver");
    return new LeaseHeldException(run.place(), driver, other.silence(), expiry);
  }

  /** Other drivers that live; the files of dead ones are removed. */
  private List<Other> others() throws IOException {
    Map<String, Long> written = new TreeMap<>();
    Set<String> holding = new HashSet<>();
    for (FileStatus status : run.list(run.resolve(FOLDER))) {
      String name = status.getPath().getName();
      String driver = name.replaceFirst("\\.[a-z]+$", "");
      written.merge(driver, status.getModificationTime(), Math::max);
      if (name.endsWith(SIGN)) {
        holding.add(driver);
      }
    }
    Long now = written.remove(id);
    if (now == null) {
      throw new FileNotFoundException(who(id).toString());
    }
    List<Other> others = new ArrayList<>();
    for (Map.Entry<String, Long> driver : written.entrySet()) {
      Duration silence = Duration.ofMillis(Math.max(0, now - driver.getValue()));
      String name = driver.getKey();
      Other other = new Other(name, read(who(name)), holding.contains(name), silence);
      if (other.dead(expiry)) {
        remove(name);
      } else {
        others.add(other);
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

  private void remove(String driver) throws IOException {
    run.delete(who(driver));
    run.delete(sign(driver));
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
      if (run.exists(who(id))) {
        run.touch(sign(id));
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
      remove(id);
    } catch (IOException away) {
      // It expires.
    }
  }
}
