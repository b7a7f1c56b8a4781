/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.commit.ArtefactKind;
import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.faults.Fault;
import io.github.subspark.faults.FaultPlan;
import io.github.subspark.job.FaultyRuns.Ended;
import io.github.subspark.publishing.TablePublisher;
import io.github.subspark.tables.RunTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small sweep whose store goes wrong in its n-th call, for every n: whatever happens, the run
 * ends in words, the tables are whole, and the next run finishes it and computes nothing twice.
 *
 * <p>All calls and faults take an hour or two, with {@code -Dstore.faults=all}; otherwise a few are
 * drawn, evenly from a random first one, which is printed and can be set again: {@code
 * -Dstore.faults.first=7}.
 */
class StoreFaultsIT {
  /** Runs that a build has the time for. */
  private static final int SAMPLE = 12;

  private static final List<String> WORDS =
      List.of(FaultPlan.INJECTED, FaultPlan.NO_SPACE, "Permission denied: ");

  private static final Map<String, Tally> TALLIES = new TreeMap<>();

  @TempDir private static Path folder;
  private static FaultyRuns runs;
  private static TableTexts whole;
  private static Map<Start, FaultPlan> calls;

  /** What a disturbed run finds. */
  private enum Start {
    /** Nothing. */
    NEW,
    /** One cell of two, and its tables. */
    HALF;

    Path folder() {
      return folder.resolve(name());
    }

    TableTexts tables() {
      return TableTexts.of(runs.spark(), folder());
    }
  }

  /** How the disturbed runs of one kind ended. */
  private static final class Tally {
    private int runs;
    private int atOnce;
    private int resumed;
    private int notMet;
    private final Set<String> swallowed = new TreeSet<>();
  }

  @BeforeAll
  static void runUndisturbed() throws IOException {
    runs = new FaultyRuns();
    Path undisturbed = folder.resolve("undisturbed");
    assertThat(runs.run("faulty:" + undisturbed).words()).isEmpty();
    whole = TableTexts.of(runs.spark(), undisturbed);
    assertThat(whole.tables().keySet()).containsExactlyInAnyOrderElementsOf(TableTexts.NAMES);
    Files.createDirectories(Start.NEW.folder());
    copy(undisturbed, Start.HALF.folder());
    for (String step : List.of("coefficients/k1-none-seed0", "partitions/k1-none-seed0-local")) {
      FileUtils.deleteDirectory(Start.HALF.folder().resolve("_commits/" + step).toFile());
      FileUtils.deleteDirectory(Start.HALF.folder().resolve("_artifacts/" + step).toFile());
    }
    publish(Start.HALF.folder());
    calls = Map.of(Start.NEW, count(Start.NEW), Start.HALF, count(Start.HALF));
  }

  private static void publish(Path run) throws IOException {
    RunDirectory plain = RunDirectory.at("file:" + run, runs.hadoop());
    TablePublisher.of(plain, new RunTables(runs.spark(), plain)).orElseThrow().publish();
  }

  private static FaultPlan count(Start start) throws IOException {
    Path run = folder.resolve("count-" + start);
    copy(start.folder(), run);
    FaultPlan plan = FaultPlan.heal();
    assertThat(runs.run("faulty:" + run).words()).isEmpty();
    FaultPlan.heal();
    System.out.printf("Store calls of a run that finds %s: %s%n", start, plan.counts());
    return plan;
  }

  @AfterAll
  static void summarise() {
    int[] sum = new int[3];
    TALLIES.forEach(
        (kind, tally) -> {
          System.out.printf(
              "%-14s %4d runs: %d succeeded at once, %d failed in words and were resumed, %d never"
                  + " came to that call%n",
              kind, tally.runs, tally.atOnce, tally.resumed, tally.notMet);
          tally.swallowed.forEach(call -> System.out.println("    went on without " + call));
          sum[0] += tally.runs;
          sum[1] += tally.atOnce;
          sum[2] += tally.resumed;
        });
    System.out.printf(
        "Store faults: %d runs (calls x faults), %d succeeded at once, %d failed in words and were"
            + " resumed%n",
        sum[0], sum[1], sum[2]);
    runs.close();
  }

  /** One call and how it goes wrong. */
  private record Case(Start start, Fault fault, int n) {}

  @TestFactory
  Stream<DynamicTest> everyCallMayFail() {
    List<Case> cases = new ArrayList<>();
    for (Start start : Start.values()) {
      for (Fault fault : Fault.values()) {
        IntStream.rangeClosed(1, calls.get(start).concerned(fault))
            .forEach(n -> cases.add(new Case(start, fault, n)));
      }
    }
    return drawn(cases).stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    "%s %s %d".formatted(one.start(), one.fault().text(), one.n()),
                    () -> tell(one)));
  }

  /** Long before the end of all cases. */
  private static void tell(Case one) throws IOException {
    try {
      disturb(one);
    } catch (AssertionError wrong) {
      System.out.println(one + ": " + wrong.getMessage());
      throw wrong;
    }
  }

  private static List<Case> drawn(List<Case> all) {
    String wanted = System.getProperty("store.faults", Integer.toString(SAMPLE));
    int step = wanted.equals("all") ? 1 : 1 + (all.size() - 1) / Integer.parseInt(wanted);
    int first = Integer.getInteger("store.faults.first", ThreadLocalRandom.current().nextInt(step));
    System.out.printf(
        "Store faults: every %d-th of %d cases, -Dstore.faults.first=%d%n",
        step, all.size(), first);
    return IntStream.iterate(first, i -> i < all.size(), i -> i + step).mapToObj(all::get).toList();
  }

  private static void disturb(Case one) throws IOException {
    Path run = folder.resolve("%s-%s-%d".formatted(one.start(), one.fault(), one.n()));
    copy(one.start().folder(), run);
    RunDirectory plain = RunDirectory.at("file:" + run, runs.hadoop());
    CommittedSteps before = CommittedSteps.of(run, plain);

    FakeEngine.forget();
    FaultPlan plan = FaultPlan.begin(one.fault(), one.n());
    Ended first = runs.run("faulty:" + run);
    FaultPlan.heal();
    String struck = plan.struck().orElse("no call");

    CommittedSteps kept = CommittedSteps.of(run, plain);
    TableTexts tables = TableTexts.of(runs.spark(), run);
    assertThat(kept.digests()).as(struck).containsAllEntriesOf(before.digests());
    assertThat(FakeEngine.calls()).as(struck).doesNotContainKeys(keys(before));
    if (first.done()) {
      assertThat(first.words()).as(struck).isEmpty();
      assertThat(tables).as(struck).isEqualTo(whole);
    } else {
      assertThat(one.fault()).isNotEqualTo(Fault.SLOW);
      assertThat(first.words())
          .as(struck)
          .isNotEmpty()
          .allSatisfy(words -> assertThat(words).containsAnyOf(WORDS.toArray(String[]::new)));
      assertThat(tables.doneCells().strangers(one.start().tables().doneCells(), restricted(kept)))
          .as("tables that are neither the old nor the new ones after %s", struck)
          .isEmpty();
    }

    expireLease(run);
    FakeEngine.forget();
    Ended second = runs.run("faulty:" + run);
    assertThat(second.words()).as("resumed after %s", struck).isEmpty();
    assertThat(second.done()).as("resumed after %s", struck).isTrue();
    assertThat(CommittedSteps.of(run, plain).digests())
        .as("resumed after %s", struck)
        .containsAllEntriesOf(kept.digests());
    assertThat(FakeEngine.calls()).as("resumed after %s", struck).doesNotContainKeys(keys(kept));
    assertThat(TableTexts.of(runs.spark(), run)).as("resumed after %s", struck).isEqualTo(whole);
    assertThat(leftovers(run, plain)).as("left over after %s", struck).isEmpty();
    tally(one, plan, first);
    FileUtils.deleteDirectory(run.toFile());
  }

  /** A driver that could not give its lease back has died long ago by the store's clock. */
  private static void expireLease(Path run) throws IOException {
    Path leases = run.resolve("_lease");
    if (Files.isDirectory(leases)) {
      try (Stream<Path> files = Files.list(leases)) {
        for (Path lease : files.toList()) {
          Files.setLastModifiedTime(lease, FileTime.fromMillis(0));
        }
      }
    }
  }

  /** Files of attempts that no commit speaks of, records that nobody believes, leases. */
  private static Set<String> leftovers(Path run, RunDirectory plain) throws IOException {
    Set<String> left = new TreeSet<>();
    for (String kept : List.of("_artifacts", "_commits", "_lease")) {
      try (Stream<Path> files = Files.walk(run.resolve(kept))) {
        files
            .filter(Files::isRegularFile)
            .forEach(file -> left.add(run.relativize(file).toString()));
      } catch (NoSuchFileException none) {
        // Then nothing is left of it.
      }
    }
    for (ArtefactKind kind : ArtefactKind.values()) {
      for (CommitRecord commit : plain.commits(kind)) {
        left.remove(
            "_commits/%s/%s/%s.json".formatted(kind.text(), commit.key(), commit.attempt()));
        commit.files().forEach(file -> left.remove(file.path()));
      }
    }
    return left;
  }

  private static TableTexts restricted(CommittedSteps kept) {
    return whole.restrictedTo(kept).doneCells();
  }

  private static String[] keys(CommittedSteps steps) {
    return new TreeSet<>(steps.calls()).toArray(String[]::new);
  }

  private static void tally(Case one, FaultPlan plan, Ended first) {
    Tally tally =
        TALLIES.computeIfAbsent(one.start() + " " + one.fault().text(), kind -> new Tally());
    tally.runs++;
    if (plan.struck().isEmpty()) {
      tally.notMet++;
    }
    if (first.done()) {
      tally.atOnce++;
      // Without the parts of names that differ from run to run.
      plan.struck()
          .filter(call -> one.fault() != Fault.SLOW)
          .ifPresent(
              call ->
                  tally.swallowed.add(call.replaceAll("faulty:\\S*?-\\d+/|[0-9a-f-]{20,}", "")));
    } else {
      tally.resumed++;
    }
  }

  @Test
  void anObjectStoreWillDo() throws IOException {
    Path run = folder.resolve("bucket/run");
    FakeEngine.forget();
    Ended first = runs.run("objects:" + run);
    assertThat(first.words()).isEmpty();
    assertThat(first.done()).isTrue();
    assertThat(TableTexts.of(runs.spark(), run)).isEqualTo(whole);
    Map<String, Integer> once = FakeEngine.calls();
    assertThat(runs.run("objects:" + run).words()).isEmpty();
    assertThat(FakeEngine.calls()).as("nothing is computed twice").isEqualTo(once);
    assertThat(TableTexts.of(runs.spark(), run)).isEqualTo(whole);
  }

  private static void copy(Path from, Path to) throws IOException {
    FileUtils.copyDirectory(from.toFile(), to.toFile());
  }
}
