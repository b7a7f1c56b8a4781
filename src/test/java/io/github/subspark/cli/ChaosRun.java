/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.subspark.cli.CommitLedger.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Sweeps on a cluster that a {@link Killer} is let loose on, as somebody would who does not give
 * up: the same command again until it ends with exit code 0. Then the next sweep begins in a new
 * run directory, until all kills are through.
 */
final class ChaosRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final long LOOK_MILLIS = 100;
  private static final int SIGKILLED = 128 + 9;
  private static final int HELD = ExitCode.HELD.code();
  private static final int CELLS_FAILED = ExitCode.CELLS_FAILED.code();
  private static final String LOST = "executor-lost";

  private final StandaloneCluster cluster;
  private final Killer killer;
  private final Path config;
  private final Path folder;
  private final int steps;
  private final ChaosLog log;
  private final List<Round> rounds = new ArrayList<>();
  private final Map<String, Integer> failures = new TreeMap<>();
  private int drivers;
  private int held;

  /**
   * A run.
   *
   * @param folder takes run directories and the drivers' output
   * @param steps that an undisturbed sweep commits
   */
  ChaosRun(
      StandaloneCluster cluster, Killer killer, Path config, Path folder, int steps, ChaosLog log) {
    this.cluster = cluster;
    this.killer = killer;
    this.config = config;
    this.folder = folder;
    this.steps = steps;
    this.log = log;
  }

  /** One sweep that came to its end. */
  record Round(Path run, Account account) {}

  List<Round> rounds() {
    return rounds;
  }

  /** Drivers started. */
  int drivers() {
    return drivers;
  }

  /** Drivers that took a killed one for alive, and left. */
  int held() {
    return held;
  }

  /** Failed attempts of steps that the runs wrote down, by kind. */
  Map<String, Integer> failures() {
    return failures;
  }

  void run() throws IOException, InterruptedException {
    while (!killer.finished()) {
      sweep(folder.resolve("run-%02d".formatted(rounds.size() + 1)));
    }
  }

  private void sweep(Path run) throws IOException, InterruptedException {
    CommitLedger ledger = new CommitLedger(run);
    Process driver = start(run);
    Instant progress = Instant.now();
    int committed = 0;
    while (true) {
      ledger.look();
      if (!driver.isAlive()) {
        if (ended(driver, run)) {
          break;
        }
        driver = start(run);
        progress = Instant.now();
      }
      if (ledger.steps() > committed) {
        committed = ledger.steps();
        progress = Instant.now();
      }
      if (Duration.between(progress, Instant.now()).compareTo(PATIENCE) > 0) {
        throw new AssertionError(
            "Nothing happens since %s: %s".formatted(progress, Files.readString(err())));
      }
      killer.strike(driver, committed, steps);
      Thread.sleep(LOOK_MILLIS);
    }
    rounds.add(new Round(run, ledger.account()));
    failuresOf(run).forEach(kind -> failures.merge(kind, 1, Integer::sum));
    log.line(
        "sweep %d ended: %s, failed attempts %s"
            .formatted(rounds.size(), ledger.account(), failuresOf(run)));
  }

  private Process start(Path run) throws IOException {
    drivers++;
    return cluster.submitInstalled(
        folder.resolve("driver-%03d.out".formatted(drivers)), err(), "sweep", config, "--out", run);
  }

  private Path err() {
    return folder.resolve("driver-%03d.err".formatted(drivers));
  }

  /** Whether the sweep is done; if it is not, the next driver goes on. */
  private boolean ended(Process driver, Path run) throws IOException {
    int code = driver.exitValue();
    // Cells whose executor died too often are tried again; no others may fail. A driver killed as
    // it
    // wrote its lease leaves nobody who can be looked up, and counts as dead a minute later.
    boolean again =
        code == SIGKILLED
            || code == HELD
            || (code == CELLS_FAILED && failuresOf(run).stream().allMatch(LOST::equals));
    if (code != 0 && !again) {
      throw new AssertionError(
          "Driver %d ended with exit code %d, failed attempts %s: %s"
              .formatted(drivers, code, failuresOf(run), Files.readString(err())));
    }
    if (code == HELD) {
      held++;
      log.line("driver %d left: %s".formatted(drivers, Files.readString(err()).strip()));
    }
    if (code == CELLS_FAILED) {
      log.line("driver %d left cells, failed attempts %s".formatted(drivers, failuresOf(run)));
    }
    return code == 0;
  }

  private static List<String> failuresOf(Path run) throws IOException {
    Path failures = run.resolve("_failures");
    if (!Files.isDirectory(failures)) {
      return List.of();
    }
    List<String> kinds = new ArrayList<>();
    try (Stream<Path> files = Files.walk(failures)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        kinds.add(kind(file));
      }
    }
    return kinds;
  }

  private static String kind(Path failure) throws IOException {
    try {
      return JSON.readTree(failure.toFile()).path("kind").asText(LOST);
    } catch (JsonProcessingException torn) {
      // Its driver was killed as it wrote; what it meant is unknown and harmless.
      return LOST;
    }
  }
}
