/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers that are ended by signals, and a second one beside the first. */
class DriverIT {
  private static final int WAIT_SECONDS = 180;

  @TempDir private Path folder;
  private final List<Process> processes = new ArrayList<>();
  private Path config;
  private Path run;

  @AfterEach
  void kill() {
    processes.forEach(Process::destroyForcibly);
  }

  private Process sweep(String name, Object... options) throws IOException {
    String classPath = StandaloneCluster.JAR + ":" + StandaloneCluster.SPARK_HOME + "/jars/*";
    List<String> arguments = new ArrayList<>(List.of("sweep", "" + config, "--out", "" + run));
    for (Object option : options) {
      arguments.add(option.toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                StandaloneCluster.java(
                    classPath, "io.github.subspark.cli.Main", arguments.toArray(String[]::new)))
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .redirectError(folder.resolve(name + ".err").toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static void signal(Process process, String signal)
      throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  private int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).as("ends").isTrue();
    return process.exitValue();
  }

  private String err(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".err"));
  }

  /** Content of the commit records by path. */
  private Map<String, String> commits() throws IOException {
    if (!Files.exists(run.resolve("_commits"))) {
      return Map.of();
    }
    try (Stream<Path> files = Files.walk(run.resolve("_commits"))) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .collect(Collectors.toMap(Path::toString, DriverIT::text));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void awaitCommits(int count) throws IOException, InterruptedException {
    for (int tenth = 0; tenth < 10 * WAIT_SECONDS; tenth++) {
      if (commits().size() >= count) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("no " + count + " commits but " + commits().keySet());
  }

  private void awaitWords(String name, String words) throws IOException, InterruptedException {
    for (int tenth = 0; tenth < 10 * WAIT_SECONDS; tenth++) {
      if (err(name).contains(words)) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("not said: " + words + " but " + err(name));
  }

  @Test
  void oneDriverARunAndASignalCostsOnlyWhatWasRunning() throws Exception {
    config =
        Files.writeString(
            folder.resolve("sweep.conf"),
            SmallSweep.CONFIG
                + "\nclustering.clusterers = [njw], training.finetuning-epochs = 1000");
    run = folder.resolve("run");

    Process first = sweep("first");
    awaitCommits(2);
    // Else it may end before the others have started.
    signal(first, "STOP");
    assertThat(end(sweep("second"))).isEqualTo(ExitCode.HELD.code());
    assertThat(err("second").lines()).hasSize(1);
    assertThat(err("second"))
        .contains("Cannot take run directory", "(process " + first.pid() + "), since 20", "--wait");
    Process waiting = sweep("waiting", "--wait");
    awaitWords("waiting", "Waiting for run directory");

    signal(first, "CONT");
    first.destroy();
    assertThat(end(first)).isEqualTo(ExitCode.TERMINATED.code());
    assertThat(err("first"))
        .contains("Ended by a signal: what is committed stays.")
        .doesNotContain("failed:", "error:", "Exception");
    Map<String, String> committed = commits();

    assertThat(end(waiting)).as(err("waiting")).isZero();
    assertThat(err("waiting")).contains("steps to go");
    assertThat(commits()).as("none lost, none written again").containsAllEntriesOf(committed);
    assertThat(commits()).hasSize(2 + 4 + 4);
    assertThat(run.resolve("_failures")).doesNotExist();

    assertThat(SmallSweep.run("verify", run, "k1-none-seed0"))
        .satisfies(verified -> assertThat(verified.code()).as(verified.err()).isZero())
        .satisfies(
            verified ->
                assertThat(verified.out())
                    .contains("fine-tune 25 % no attention seed 0: identical")
                    .contains("3 of 3 committed steps of 1 cell confirmed"));
    SmallSweep.Ended none = SmallSweep.run("verify", run, "k9");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("Cannot verify cell k9", "Name one such as k1-none-seed0");
  }
}
