/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Kills processes of a cluster with SIGKILL at random moments. Of three kills in a row one meets an
 * executor, one a worker and one a driver, in random order; each comes a random time after the one
 * before. The seed fixes kinds, pauses and which of several; what they hit depends on the machine.
 */
final class Killer {
  /** An executor goes with its driver; this is ample time for it. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  private static final Duration SHORTEST = Duration.ofMillis(500);

  private final StandaloneCluster cluster;
  private final List<String> workers;
  private final int kills;
  private final Duration longest;
  private final SplittableRandom random;
  private final ChaosLog log;
  private final Map<Victim, Integer> byVictim = new EnumMap<>(Victim.class);
  private final Map<String, Integer> byPhase = new TreeMap<>();
  private final Set<ProcessHandle> doomed = new HashSet<>();
  private final List<Victim> nextKinds = new ArrayList<>();
  private Instant due;
  private int done;

  /** What is killed. */
  enum Victim {
    EXECUTOR,
    WORKER,
    DRIVER
  }

  /**
   * A killer.
   *
   * @param workers the cluster's, by GPU address
   * @param kills how many
   * @param longest pause between two kills
   */
  Killer(
      StandaloneCluster cluster,
      List<String> workers,
      int kills,
      Duration longest,
      long seed,
      ChaosLog log) {
    this.cluster = cluster;
    this.workers = workers;
    this.kills = kills;
    this.longest = longest;
    this.random = new SplittableRandom(seed);
    this.log = log;
    schedule();
  }

  boolean finished() {
    return done == kills;
  }

  Map<Victim, Integer> byVictim() {
    return byVictim;
  }

  Map<String, Integer> byPhase() {
    return byPhase;
  }

  /**
   * Executors that are left although their driver or worker was killed. An executor whose worker
   * dies as it starts may serve its driver to the end, and goes then.
   */
  int orphans() throws InterruptedException {
    Instant deadline = Instant.now().plus(GRACE);
    while (!doomed.isEmpty() && Instant.now().isBefore(deadline)) {
      doomed.removeIf(executor -> !executor.isAlive());
      Thread.sleep(GRACE.dividedBy(100).toMillis());
    }
    doomed.forEach(ProcessHandle::destroyForcibly);
    return doomed.size();
  }

  /**
   * Kills a process if it is time to and there is one. A killed worker is started again at once; a
   * driver is the caller's to start.
   *
   * @param commits steps committed so far in this round, of {@code steps}
   */
  void strike(Process driver, int commits, int steps) throws IOException, InterruptedException {
    if (finished() || Instant.now().isBefore(due)) {
      return;
    }
    List<ProcessHandle> executors = executors();
    String phase = commits == steps ? "publishing" : executors.isEmpty() ? "starting" : "computing";
    switch (nextKinds.get(0)) {
      case EXECUTOR -> {
        if (executors.isEmpty()) {
          // Due still: the first that appears is hit as it starts.
          return;
        }
        kill(executors.get(random.nextInt(executors.size())), phase, commits, steps);
      }
      case WORKER -> {
        String worker = workers.get(random.nextInt(workers.size()));
        cluster.executors(worker).forEach(doomed::add);
        kill(cluster.worker(worker), phase, commits, steps);
        cluster.restartWorker(worker);
      }
      case DRIVER -> {
        executors.forEach(doomed::add);
        kill(driver.toHandle(), phase, commits, steps);
      }
    }
  }

  private List<ProcessHandle> executors() {
    return workers.stream()
        .flatMap(worker -> cluster.executors(worker).stream())
        .filter(process -> !doomed.contains(process))
        .toList();
  }

  private void kill(ProcessHandle victim, String phase, int commits, int steps) {
    if (!victim.isAlive()) {
      // It ended by itself a moment ago: no kill.
      return;
    }
    victim.destroyForcibly();
    victim.onExit().join();
    Victim kind = nextKinds.remove(0);
    done++;
    byVictim.merge(kind, 1, Integer::sum);
    byPhase.merge(phase, 1, Integer::sum);
    log.line(
        "kill %d of %d: %s pid %d while %s, %d of %d steps committed"
            .formatted(
                done,
                kills,
                kind.name().toLowerCase(Locale.ROOT),
                victim.pid(),
                phase,
                commits,
                steps));
    schedule();
  }

  private void schedule() {
    due = Instant.now().plusMillis(random.nextLong(SHORTEST.toMillis(), longest.toMillis()));
    if (nextKinds.isEmpty()) {
      nextKinds.addAll(List.of(Victim.values()));
      Collections.shuffle(nextKinds, new Random(random.nextLong()));
    }
  }
}
