/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.cli.SmallSweep.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What cron.sh makes of the command that it runs. */
class CronScriptTest extends ScriptCalls {
  @Test
  void aScheduledRunIsSilentIfAllIsWell() throws Exception {
    Ended ended = run("schedule/cron.sh", "night", "echo", "4 of 4 cells done");

    assertThat(ended).isEqualTo(new Ended(0, "", ""));
    assertThat(Files.readString(folder.resolve("logs/night.latest.log")))
        .isEqualTo("4 of 4 cells done\nexit code 0\n");
  }

  @Test
  void aScheduledRunThatFailsTellsHowInItsMail() throws Exception {
    Ended ended = run("schedule/cron.sh", "night", "sh", "-c", "echo failed: k=3; exit 3");

    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.out())
        .startsWith("night ended with exit code 3. The end of " + folder.resolve("logs/night-"))
        .endsWith("failed: k=3\nexit code 3\n");
  }

  @Test
  void aScheduledRunDoesNotStartBesideTheOneBefore() throws Exception {
    Path ready = folder.resolve("ready");
    Process first = start("schedule/cron.sh", "night", "sh", "-c", "touch " + ready + "; sleep 60");
    try {
      while (!Files.exists(ready)) {
        assertThat(first.isAlive()).isTrue();
        TimeUnit.MILLISECONDS.sleep(20);
      }
      Ended second = run("schedule/cron.sh", "night", "true");
      assertThat(second.code()).isEqualTo(4);
      assertThat(second.out()).startsWith("night is still at work since 2");
      assertThat(run("schedule/cron.sh", "other", "true").code()).isZero();
    } finally {
      first.descendants().forEach(ProcessHandle::destroyForcibly);
      first.destroyForcibly();
    }
  }

  @Test
  void aScheduledRunHasSettingsOfItsOwn() throws Exception {
    Files.writeString(folder.resolve("env"), "HADOOP_CONF_DIR=/etc/hadoop\n");
    run("schedule/cron.sh", "night", "sh", "-c", "echo $HADOOP_CONF_DIR");

    assertThat(Files.readString(folder.resolve("logs/night.latest.log")))
        .startsWith("/etc/hadoop\n");
  }

  @Test
  void settingsOfAScheduledRunMayBuildOnOthers() throws Exception {
    Files.writeString(folder.resolve("env"), "SUBSPARK_NO=/a:$SUBSPARK_SUCH\nfalse\n");
    assertThat(run("schedule/cron.sh", "night", "true")).isEqualTo(new Ended(0, "", ""));

    Files.writeString(folder.resolve("env"), "SUBSPARK_KEEP=abc\n");
    assertThat(run("schedule/cron.sh", "night", "true"))
        .isEqualTo(
            new Ended(
                2,
                "",
                "error: Cannot keep logs for SUBSPARK_KEEP=abc days. Give a whole number.\n"));
  }

  @Test
  void aScheduledRunRemovesItsOwnOldLogsAlone() throws Exception {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    for (String log :
        List.of(
            "a.b-20200101T000000.log",
            "a.b-20200101T000000-7.log",
            "a.b-c-20200101T000000-7.log",
            "a.b-2-20200101T000000-7.log",
            "aXb-20200101T000000-7.log")) {
      Files.setLastModifiedTime(Files.createFile(logs.resolve(log)), FileTime.fromMillis(0));
    }
    assertThat(run("schedule/cron.sh", "a.b", "true").code()).isZero();
    try (Stream<Path> left = Files.list(logs)) {
      assertThat(left.map(log -> "" + log.getFileName()).filter(log -> log.contains("-2020")))
          .containsExactlyInAnyOrder(
              "a.b-c-20200101T000000-7.log",
              "a.b-2-20200101T000000-7.log",
              "aXb-20200101T000000-7.log");
    }
  }
}
