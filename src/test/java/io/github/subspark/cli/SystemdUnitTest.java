/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.subspark.cli.SmallSweep.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service and the timer for systemd: what they start, and what they make of its exit code. */
class SystemdUnitTest {
  @TempDir private Path folder;

  @Test
  void theExampleIsACommandOfSubsparks() throws Exception {
    List<String> command = SystemdUnit.command(SystemdUnit.example());

    assertThat(Path.of(command.get(0))).isExecutable();
    assertThat(Path.of(command.get(1))).hasFileName("standalone.sh").exists();
    assertThat(command.subList(2, 4)).containsExactly("--master", "spark://HOST:7077");
    assertThat(Shipped.parse(command.subList(4, command.size()))).isEqualTo("sweep");
  }

  @Test
  void argumentsComeThroughAndTheCodeComesBack() throws Exception {
    Ended ended = run(SystemdUnit.command(Map.of("PLACE", "yarn", "ARGUMENTS", "sweep a.conf")));
    assertThat(ended.code()).isEqualTo(ExitCode.UNUSABLE_INPUT.code());
    assertThat(ended.err()).startsWith("error: Cannot find YARN: ");
  }

  @Test
  void failuresThatARetryMendsAreRetriedAndNoOthers() throws Exception {
    assertThat(SystemdUnit.words("Restart")).containsExactly("on-failure");
    assertThat(codes("SuccessExitStatus")).containsExactly(ExitCode.HELD.code());
    int noSuchPlace = run(SystemdUnit.command(Map.of())).code();
    assertThat(codes("RestartPreventExitStatus"))
        .contains(ExitCode.UNUSABLE_INPUT.code(), ExitCode.CELLS_FAILED.code(), noSuchPlace)
        .doesNotContain(ExitCode.UNEXPECTED.code(), ExitCode.TERMINATED.code());
  }

  @Test
  void systemdItselfFindsNothingWrong() throws Exception {
    assumeThat(
            Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, "systemd-analyze"))))
        .as("there is no systemd-analyze on the PATH: units are not verified")
        .isTrue();
    for (String kind : List.of("service", "timer")) {
      Files.copy(
          SystemdUnit.SERVICE.resolveSibling("subspark@." + kind),
          folder.resolve("subspark@coil20." + kind));
    }
    assertThat(
            run(
                List.of(
                    "systemd-analyze",
                    "verify",
                    "--man=no",
                    folder.resolve("subspark@coil20.service").toString(),
                    folder.resolve("subspark@coil20.timer").toString())))
        .isEqualTo(new Ended(0, "", ""));
  }

  private static List<Integer> codes(String setting) throws IOException {
    return SystemdUnit.words(setting).stream().map(Integer::valueOf).toList();
  }

  private Ended run(List<String> command) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeAll(List.of("HADOOP_CONF_DIR", "YARN_CONF_DIR"));
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
