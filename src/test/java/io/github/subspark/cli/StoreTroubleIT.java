/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.subspark.cli.SmallSweep.Ended;
import io.github.subspark.commit.ArtefactKind;
import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.faults.Fault;
import io.github.subspark.faults.FaultPlan;
import io.github.subspark.faults.FaultyFileSystem;
import io.github.subspark.faults.FaultyFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run directory that is full or may not be written to, as the user of the commands sees it. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoreTroubleIT {
  private static final Map<String, String> STORE =
      Map.of(
          "spark.hadoop.fs.faulty.impl", FaultyFileSystem.class.getName(),
          "spark.hadoop.fs.AbstractFileSystem.faulty.impl", FaultyFs.class.getName());

  @TempDir private static Path folder;
  private static Path whole;
  private static Ended swept;
  private static FaultPlan calls;

  @BeforeAll
  static void runUndisturbed() throws IOException {
    STORE.forEach(System::setProperty);
    whole = folder.resolve("whole");
    calls = FaultPlan.heal();
    swept = sweep("faulty:" + whole);
    assertThat(swept.code()).as(swept.err()).isZero();
  }

  @AfterEach
  void heal() {
    FaultPlan.heal();
  }

  @AfterAll
  static void forget() {
    STORE.keySet().forEach(System::clearProperty);
  }

  private static Ended sweep(Object run) throws IOException {
    return SmallSweep.run(
        "sweep",
        SmallSweep.configuration(folder),
        "--out",
        run,
        "-D",
        "grid=[{compression = [25 %], attention = [none, channel]}]",
        "-D",
        "affinity.kinds=[plain]",
        "-D",
        "clustering.clusterers=[njw]",
        "-D",
        "training.pretraining-epochs=2",
        "-D",
        "training.finetuning-epochs=2",
        // A lease that could not be given back expires soon.
        "-D",
        "sweep.lease-seconds=6",
        "--wait");
  }

  private static void oneLineAndCode(Ended ended, ExitCode code, String... words) {
    assertThat(ended.code()).as(ended.err()).isEqualTo(code.code());
    List<String> errors = ended.err().lines().filter(line -> line.startsWith("error:")).toList();
    assertThat(errors).as(ended.err()).hasSize(1);
    assertThat(errors.get(0)).startsWith("error: Cannot ").contains(words);
    assertThat(ended.err()).doesNotContain("\tat ");
  }

  /** What is committed is reported and kept, and the run is finished once there is room again. */
  private static void recovers(String run, Path commits) throws IOException {
    FaultPlan.heal();
    List<CommitRecord> kept = records(commits);
    Ended again = sweep(run);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).as("the table of the undisturbed run").isEqualTo(swept.out());
    assertThat(records(commits)).containsAll(kept);
  }

  /** The commits that count: a record that a full disk cut off is none. */
  private static List<CommitRecord> records(Path folder) throws IOException {
    RunDirectory run = RunDirectory.at("file:" + folder, new Configuration());
    List<CommitRecord> commits = new ArrayList<>();
    for (ArtefactKind kind : ArtefactKind.values()) {
      commits.addAll(run.commits(kind));
    }
    return commits;
  }

  @Test
  void aDiskThatFillsUpHalfWayEndsTheRunInOneLine() throws IOException {
    Path run = folder.resolve("fills");
    FaultPlan.begin(Fault.FULL, calls.concerned(Fault.FULL) / 2);
    Ended full = sweep("faulty:" + run);
    oneLineAndCode(full, ExitCode.UNEXPECTED, FaultPlan.NO_SPACE, run.toString());
    assertThat(records(run)).isNotEmpty();

    FaultPlan.begin(Fault.FULL, 1);
    Ended report = SmallSweep.run("report", "faulty:" + run);
    assertThat(report.out()).as(report.err()).contains(" of 2 cells done");
    assertThat(report.err()).contains(FaultPlan.NO_SPACE).doesNotContain("\tat ");
    recovers("faulty:" + run, run);
  }

  @Test
  void aDiskThatIsFullBeforeTheRunStartsNothing() throws IOException {
    Path run = folder.resolve("full");
    FaultPlan.begin(Fault.FULL, 1);
    oneLineAndCode(
        sweep("faulty:" + run), ExitCode.UNUSABLE_INPUT, FaultPlan.NO_SPACE, run.toString());
    recovers("faulty:" + run, run);
  }

  @Test
  void aDirectoryThatMayNotBeWrittenToStartsNothing() throws IOException {
    Path run = folder.resolve("denied");
    FaultPlan.begin(Fault.DENIED, 1);
    oneLineAndCode(
        sweep("faulty:" + run), ExitCode.UNUSABLE_INPUT, "ermission denied", run.toString());
    recovers("faulty:" + run, run);
  }

  @Test
  void aPermissionThatIsWithdrawnHalfWayEndsTheRunInOneLine() throws IOException {
    Path run = folder.resolve("withdrawn");
    FaultPlan.begin(Fault.DENIED, calls.concerned(Fault.DENIED) / 2);
    oneLineAndCode(sweep("faulty:" + run), ExitCode.UNEXPECTED, "ermission denied", run.toString());
    recovers("faulty:" + run, run);
  }

  @Test
  void aRunDirectoryThatIsReadOnlyIsReported() {
    FaultPlan.begin(Fault.DENIED, 1);
    Ended report = SmallSweep.run("report", "faulty:" + whole);
    assertThat(report.code()).as(report.err()).isZero();
    assertThat(swept.out()).endsWith(report.out());
    assertThat(report.out()).contains("2 of 2 cells done");
    assertThat(report.err()).contains("ermission denied").doesNotContain("\tat ");
  }

  @Test
  void aFolderOfTheLocalDiskWithoutWritePermissionIsRefusedAndReported() throws IOException {
    Path parent = Files.createDirectory(folder.resolve("parent"));
    Path run = parent.resolve("run");
    FileUtils.copyDirectory(whole.toFile(), run.toFile());
    List<Path> locked = new ArrayList<>(List.of(parent));
    try (Stream<Path> all = Files.walk(run)) {
      all.filter(Files::isDirectory).forEach(locked::add);
    }
    permit(locked, "r-xr-xr-x");
    try {
      assumeFalse(Files.isWritable(parent), "permissions do not bind this user");
      oneLineAndCode(
          sweep(parent.resolve("new")), ExitCode.UNUSABLE_INPUT, "Cannot write to", "new");
      oneLineAndCode(sweep(run), ExitCode.UNUSABLE_INPUT, "ermission denied", run.toString());
      Ended report = SmallSweep.run("report", run);
      assertThat(report.code()).as(report.err()).isZero();
      assertThat(swept.out()).endsWith(report.out());
    } finally {
      permit(locked, "rwxr-xr-x");
    }
  }

  private static void permit(List<Path> folders, String permissions) throws IOException {
    for (Path each : folders) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(permissions));
    }
  }

  @Test
  void aRealDiskThatFillsUpEndsTheRunInOneLine() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()),
        "mounting a small disk takes root");
    try {
      Path run = disk.resolve("run");
      Path ballast = disk.resolve("ballast");
      Files.write(ballast, new byte[(1 << 20) - (96 << 10)]);
      Ended full = sweep(run);
      oneLineAndCode(full, ExitCode.UNEXPECTED, FaultPlan.NO_SPACE, run.toString());
      assertThat(records(run)).isNotEmpty();
      Ended report = SmallSweep.run("report", run);
      assertThat(report.out()).as(report.err()).contains(" of 2 cells done");
      Files.delete(ballast);
      recovers(run.toString(), run);
    } finally {
      command("umount", "--lazy", disk.toString());
    }
  }

  private static boolean command(String... words) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException absent) {
      return false;
    }
  }
}
