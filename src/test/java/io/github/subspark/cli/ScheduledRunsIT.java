/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.cli.SmallSweep.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps as cron and systemd start them: by their commands, through {@code submit/local.sh}. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScheduledRunsIT {
  private static final int WAIT_SECONDS = 180;

  /** Two cells; the lease lasts while its driver is stopped. */
  private static final String CONFIG =
      """
      data { path = turntable, height = 8, width = 8, turntable { objects = 2, angles = 5 } }
      clusters = 2
      grid = [{ compression = [25 %], attention = [none] }]
      seeds = [0, 1]
      training {
        pretraining-epochs = 2, finetuning-epochs = 2
        # Two epochs prove nothing about death.
        restarts { best-of = 1, early-epoch = 1000, final-share = 1 }
      }
      affinity { kinds = [plain] }
      clustering { clusterers = [njw], baselines = [], restarts = 2 }
      sweep.lease-seconds = 600
      """;

  private static final Path ARCHIVE = Path.of("target", "classes.jsa");

  @TempDir private static Path folder;
  private static final List<Process> PROCESSES = new ArrayList<>();

  @BeforeAll
  static void configure() throws IOException {
    Files.deleteIfExists(ARCHIVE);
    Files.writeString(folder.resolve("sweep.conf"), CONFIG);
    Files.writeString(
        folder.resolve("env"), "SUBSPARK_JAVA_OPTS='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'\n");
  }

  @AfterAll
  static void kill() {
    for (Process process : PROCESSES) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  @Order(1)
  void whileARunIsAtWorkOthersLeaveWithCodeFour() throws Exception {
    Process first = cron("night", sweep("run"));
    awaitWords(log("night"), "Starting Spark");
    ProcessHandle driver = first.descendants().filter(ScheduledRunsIT::isJava).findAny().get();
    signal("STOP", driver);

    Ended sameName = end(cron("night", sweep("run")));
    assertThat(sameName.code()).isEqualTo(ExitCode.HELD.code());
    assertThat(sameName.out()).startsWith("night is still at work since 2");

    Process otherName = cron("other", sweep("run"));
    Ended unit = end(systemd(sweep("run")));
    assertThat(unit.code()).isEqualTo(ExitCode.HELD.code());
    assertThat(unit.err()).startsWith("error: Cannot take run directory ").hasLineCount(1);
    Ended mail = end(otherName);
    assertThat(mail.code()).isEqualTo(ExitCode.HELD.code());
    assertThat(mail.out())
        .startsWith("other ended with exit code 4. The end of ")
        .contains("error: Cannot take run directory ", "(process " + driver.pid() + ")")
        .endsWith("exit code 4\n");

    signal("CONT", driver);
    assertThat(end(first)).as(Files.readString(log("night"))).isEqualTo(new Ended(0, "", ""));
    assertThat(log("night")).content().contains("2 of 2 cells done").endsWith("exit code 0\n");
  }

  @Test
  @Order(2)
  void aFinishedRunIsSilentAndSaysInItsLogThatItIsDone() throws Exception {
    assertThat(end(cron("night", sweep("run")))).isEqualTo(new Ended(0, "", ""));
    assertThat(log("night"))
        .content()
        .contains("All of 2 cells already done.", "2 of 2 cells done")
        .endsWith("exit code 0\n");
  }

  @Test
  @Order(3)
  void aFailedCellIsInTheMail() throws Exception {
    String dead = " -D training.restarts.final-share=1e-9 -D training.restarts.limit=0";
    Ended ended = end(cron("night", sweep("failing") + dead));

    assertThat(ended.code()).isEqualTo(ExitCode.CELLS_FAILED.code());
    assertThat(ended.out())
        .startsWith("night ended with exit code 3. The end of ")
        .contains("failed: pretrain 25 % seed 0: dead-pretraining:", "0 of 2 cells done")
        .endsWith("exit code 3\n");
    assertThat(ended.out().lines()).hasSizeLessThanOrEqualTo(1 + 20);

    assertThat(end(systemd(sweep("failing") + dead)).code())
        .as("it stays failed, and is not computed again")
        .isEqualTo(ExitCode.CELLS_FAILED.code());
  }

  @Test
  @Order(4)
  void theFirstSweepLeftAnArchiveFromWhichLaterStartsTakeTheirClasses() throws Exception {
    Path loaded = folder.resolve("loaded");
    String told = "SUBSPARK_JAVA_OPTS=-Xlog:class+load:file=" + loaded;
    Ended ended = end(start(List.of("env", told, script("local.sh"), "--version")));

    assertThat(ended.code()).isZero();
    assertThat(ARCHIVE).isRegularFile();
    assertThat(loaded)
        .content()
        .containsPattern(
            Pattern.quote(Main.class.getName()) + " source: shared objects file \\(top");
    assertThat(log("night")).content().doesNotContain("No archive of classes");
  }

  private static String sweep(String run) {
    return "sweep %s --out %s".formatted(folder.resolve("sweep.conf"), folder.resolve(run));
  }

  private static Path log(String name) {
    return folder.resolve("logs").resolve(name + ".latest.log");
  }

  private static Process cron(String name, String arguments) throws IOException {
    return start(
        Stream.concat(
                Stream.of(script("schedule/cron.sh"), name, script("local.sh")),
                Stream.of(arguments.split(" ")))
            .toList());
  }

  private static Process systemd(String arguments) throws IOException {
    return start(SystemdUnit.command(Map.of("PLACE", "local", "ARGUMENTS", arguments)));
  }

  private static String script(String name) {
    return Path.of("submit").resolve(name).toAbsolutePath().toString();
  }

  private static Process start(List<String> command) throws IOException {
    int number = PROCESSES.size();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve(number + ".out").toFile())
            .redirectError(folder.resolve(number + ".err").toFile());
    builder.environment().put("SUBSPARK_LOGS", folder.resolve("logs").toString());
    builder.environment().put("SUBSPARK_ENV", folder.resolve("env").toString());
    Process process = builder.start();
    PROCESSES.add(process);
    return process;
  }

  private static Ended end(Process process) throws IOException, InterruptedException {
    assertThat(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).as("ends").isTrue();
    int number = PROCESSES.indexOf(process);
    return new Ended(
        process.exitValue(),
        Files.readString(folder.resolve(number + ".out")),
        Files.readString(folder.resolve(number + ".err")));
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("/java");
  }

  private static void signal(String name, ProcessHandle process)
      throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor())
        .isZero();
  }

  private static void awaitWords(Path file, String words) throws IOException, InterruptedException {
    for (int tenth = 0; tenth < 10 * WAIT_SECONDS; tenth++) {
      if (Files.exists(file) && Files.readString(file).contains(words)) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("not said in " + file + ": " + words);
  }
}
