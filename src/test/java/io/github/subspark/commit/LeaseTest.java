/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final Duration EXPIRY = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private RunDirectory run;

  @BeforeEach
  void open() {
    run = RunDirectory.at(folder.resolve("run").toString(), new Configuration());
  }

  private List<Path> files() throws IOException {
    return files(".json");
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("run/_lease"))) {
      return all.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  /** A lease file as a driver elsewhere would have left it. */
  private Path foreign(long pid, String process, Duration silence) throws IOException {
    LeaseHolder holder = new LeaseHolder("ann", "node7", pid, process, "2026-01-31T12:00:00Z");
    Path file = folder.resolve("run/_lease/0000000000001-a.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, new ObjectMapper().writeValueAsString(holder));
    Files.writeString(file.resolveSibling("0000000000001-a.holds"), "");
    for (Path each : List.of(file, file.resolveSibling("0000000000001-a.holds"))) {
      Files.setLastModifiedTime(each, FileTime.from(Instant.now().minus(silence)));
    }
    return file;
  }

  @Test
  void theSecondIsToldWhoHoldsItAndSinceWhen() throws Exception {
    foreign(4711, "", Duration.ofSeconds(7));

    assertThatExceptionOfType(LeaseHeldException.class)
        .isThrownBy(() -> Lease.take(run, EXPIRY))
        .withMessageMatching(
            "Cannot take run directory .*/run: held by ann on node7 \\(process 4711\\), since"
                + " 2026-01-31T12:00:00Z, last heard of [78] s ago\\. Use --wait .*");
    assertThat(files()).as("the refused one leaves nothing").hasSize(1);
  }

  @Test
  void givenBackItIsFreeAgain() throws Exception {
    Lease.take(run, EXPIRY).close();
    assertThat(files()).isEmpty();
    Lease.take(run, EXPIRY).close();
  }

  @Test
  void aSilentHolderCountsAsDead() throws Exception {
    Path dead = foreign(4711, "", Duration.ofSeconds(61));
    try (Lease lease = Lease.take(run, EXPIRY)) {
      assertThat(dead).doesNotExist();
      assertThat(lease.lost()).isFalse();
    }
  }

  @Test
  void aHolderWhoseProcessIsGoneNeedNotExpire() throws Exception {
    LeaseHolder here = LeaseHolder.here();
    Process other = new ProcessBuilder("sleep", "60").start();
    String identity =
        here.process().replaceAll("\\S+$", other.info().startInstant().orElseThrow().toString());
    foreign(other.pid(), identity, Duration.ZERO);
    assertThatExceptionOfType(LeaseHeldException.class).isThrownBy(() -> Lease.take(run, EXPIRY));

    other.destroyForcibly().onExit().join();
    Lease.take(run, EXPIRY).close();
  }

  @Test
  void aLaterClaimThatDoesNotHoldTheRunIsNoHindrance() throws Exception {
    Path file = folder.resolve("run/_lease/9000000000001-a.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{");
    Lease.take(run, EXPIRY).close();
    Files.writeString(file.resolveSibling("9000000000001-a.holds"), "");
    assertThatExceptionOfType(LeaseHeldException.class)
        .isThrownBy(() -> Lease.take(run, EXPIRY))
        .withMessageContaining("held by another driver");
  }

  @Test
  void aProcessOfAnotherContainerMayLiveUnderANumberThatIsFreeHere() throws Exception {
    foreign(Long.MAX_VALUE, "another-boot pid:[1] then", Duration.ZERO);
    assertThatExceptionOfType(LeaseHeldException.class).isThrownBy(() -> Lease.take(run, EXPIRY));
  }

  @Test
  void ofManyThatAskAtOnceOneGetsIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Callable<Lease>> asking = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      asking.add(() -> Lease.take(run, EXPIRY));
    }
    int held = 0;
    for (Future<Lease> asked : threads.invokeAll(asking)) {
      try {
        asked.get();
        held++;
      } catch (java.util.concurrent.ExecutionException refused) {
        assertThat(refused).hasCauseInstanceOf(LeaseHeldException.class);
      }
    }
    threads.shutdownNow();
    assertThat(held).isLessThanOrEqualTo(1);
  }

  @Test
  void itBeatsAndNoticesWhenItWasTakenOver() throws Exception {
    Duration soon = Duration.ofMillis(300);
    try (Lease lease = Lease.take(run, soon)) {
      FileTime first = Files.getLastModifiedTime(files(".holds").get(0));
      Thread.sleep(400);
      assertThat(Files.getLastModifiedTime(files(".holds").get(0))).isGreaterThan(first);
      lease.check();

      Files.delete(files().get(0));
      Thread.sleep(400);
      assertThat(lease.lost()).isTrue();
      assertThatExceptionOfType(LeaseHeldException.class)
          .isThrownBy(lease::check)
          .withMessageContaining("another driver took it over");
    }
  }
}
