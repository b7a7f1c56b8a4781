/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.subspark.cli.ChaosRun.Round;
import io.github.subspark.cli.CommitLedger.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/**
 * Sweeps of twelve cells on a standalone cluster of processes, while executors, workers and drivers
 * are killed with SIGKILL: nothing that was committed is lost or computed again, and the figures
 * are those of an undisturbed sweep to the last bit.
 *
 * <p>Three kills by default. A hundred, with trainings that last:
 *
 * <pre>.ci/drill -Dit.test=ChaosIT -Dchaos.kills=100 -Dchaos.epochs=300</pre>
 *
 * <p>Further {@code -Dchaos.seed}. Run directories, {@code progress.log} and {@code summary.json}
 * lie in {@code target/chaos} then.
 */
class ChaosIT {
  private static final List<String> WORKERS = List.of("3", "5");
  private static final int KILLS = Integer.getInteger("chaos.kills", 3);
  private static final int EPOCHS = Integer.getInteger("chaos.epochs", 20);
  private static final long SEED = Long.getLong("chaos.seed", 1);

  /** Of an undisturbed sweep's time the longest pause between two kills. */
  private static final int PAUSES = 3;

  private static final int CELLS = 12;

  private static final String CONFIG =
      """
      data { path = turntable, turntable { objects = 4, angles = 24 } }
      clusters = 4
      grid = [{ compression = [25 %%, 50 %%], attention = [none, channel] }]
      seeds = [0, 1, 2]
      training {
        pretraining-epochs = %d, batch-size = 24, finetuning-epochs = %d
        # Few epochs prove nothing about death.
        restarts { best-of = 1, early-epoch = 100000, final-share = 1 }
      }
      # MLlib's many small jobs would take most of the time.
      affinity { kinds = [dsc], dsc { threshold = 0.2 } }
      clustering {
        clusterers = [pic, njw, discretize, power], baselines = [], restarts = 3
        power { columns = 12, steps = 30 }, pic { iterations = 2 }
      }
      """;

  /** What {@code summary.json} holds; the components of {@link Account} summed over all sweeps. */
  record Summary(
      int kills,
      Map<Killer.Victim, Integer> killsByVictim,
      Map<String, Integer> killsByPhase,
      long seed,
      int sweeps,
      int driversStarted,
      int driversRefused,
      int cells,
      int stepsCommitted,
      int lost,
      int recomputed,
      int duplicates,
      int tornRecords,
      Map<String, Integer> failedAttempts,
      int executorsLeft,
      boolean tablesEqual,
      double seconds) {}

  @Test
  void killsLoseNothingAndChangeNoFigure() throws IOException, InterruptedException {
    Path folder = emptied(Path.of("target", "chaos").toAbsolutePath());
    ChaosLog log = new ChaosLog(folder.resolve("progress.log"));
    Path config = Files.writeString(folder.resolve("chaos.conf"), CONFIG.formatted(EPOCHS, EPOCHS));
    Path undisturbed = folder.resolve("undisturbed");
    sweepUndisturbed(config, undisturbed);
    CommitLedger ledger = new CommitLedger(undisturbed);
    Account expected = ledger.account();
    Duration took = Duration.ofMillis(Math.round(log.seconds() * 1e3));
    log.line("undisturbed sweep: %s".formatted(expected));

    try (StandaloneCluster cluster = StandaloneCluster.start(folder, WORKERS)) {
      Killer killer = new Killer(cluster, WORKERS, KILLS, took.dividedBy(PAUSES), SEED, log);
      ChaosRun chaos = new ChaosRun(cluster, killer, config, folder, expected.steps(), log);
      chaos.run();
      boolean equal = figuresEqual(undisturbed, chaos.rounds(), log);
      Summary summary = summary(killer, chaos, equal, log);
      String json = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(summary);
      Files.writeString(folder.resolve("summary.json"), json);
      log.line(json);

      assertThat(summary.kills()).isEqualTo(KILLS);
      assertThat(chaos.rounds())
          .extracting(round -> round.account().steps())
          .containsOnly(expected.steps());
      assertThat(summary.lost()).as("commits lost").isZero();
      assertThat(summary.recomputed()).as("commits computed again").isZero();
      assertThat(summary.executorsLeft()).as("executors left without a driver").isZero();
      assertThat(equal).as("figures equal those of an undisturbed sweep").isTrue();
    }
  }

  /** On embedded Spark, which is quicker: no figure depends on the place either. */
  private static void sweepUndisturbed(Path config, Path run)
      throws IOException, InterruptedException {
    Path err = run.resolveSibling("undisturbed.err");
    Process sweep =
        new ProcessBuilder(
                StandaloneCluster.java(
                    StandaloneCluster.INSTALLED,
                    Main.class.getName(),
                    "sweep",
                    config.toString(),
                    "--out",
                    run.toString()))
            .redirectOutput(run.resolveSibling("undisturbed.out").toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(sweep.waitFor()).as(Files.readString(err)).isZero();
  }

  private static boolean figuresEqual(Path undisturbed, List<Round> rounds, ChaosLog log) {
    boolean equal = true;
    try (SparkSession spark = SparkSessions.start("chaos")) {
      Map<String, List<String>> expected = PublishedFigures.of(spark, undisturbed);
      for (Round round : rounds) {
        Map<String, List<String>> found = PublishedFigures.of(spark, round.run());
        for (String table : expected.keySet()) {
          List<String> differing = new ArrayList<>(found.get(table));
          expected.get(table).forEach(differing::remove);
          if (!found.get(table).equals(expected.get(table))) {
            equal = false;
            log.line("%s of %s differs: %s".formatted(table, round.run(), differing));
          }
        }
      }
    }
    return equal;
  }

  private static Summary summary(Killer killer, ChaosRun chaos, boolean equal, ChaosLog log)
      throws InterruptedException {
    List<Round> rounds = chaos.rounds();
    return new Summary(
        killer.byVictim().values().stream().mapToInt(Integer::intValue).sum(),
        killer.byVictim(),
        killer.byPhase(),
        SEED,
        rounds.size(),
        chaos.drivers(),
        chaos.held(),
        CELLS * rounds.size(),
        sum(rounds, Account::steps),
        sum(rounds, Account::lost),
        sum(rounds, Account::recomputed),
        sum(rounds, Account::duplicates),
        sum(rounds, Account::torn),
        chaos.failures(),
        killer.orphans(),
        equal,
        log.seconds());
  }

  private static int sum(List<Round> rounds, ToIntFunction<Account> figure) {
    return rounds.stream().mapToInt(round -> figure.applyAsInt(round.account())).sum();
  }

  private static Path emptied(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> old = Files.walk(folder)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    return Files.createDirectories(folder);
  }
}
