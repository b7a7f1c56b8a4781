/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.cli.SmallSweep.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the scripts in submit/ do before and around Spark. */
class SubmitScriptsTest {
  @TempDir private Path folder;

  /** Where the scripts lie: this clone, or what {@link #install} makes. */
  private Path home = Path.of("").toAbsolutePath();

  /** Of this process's environment, as it would change what the scripts do. */
  private static final List<String> OTHERS =
      List.of("HADOOP_CONF_DIR", "YARN_CONF_DIR", "SPARK_HOME", "SPARK_CONF_DIR", "JAVA_HOME");

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

  @Test
  void gpusAreFoundAsSparkWantsThemNamed() throws Exception {
    nvidiaSmi("printf '0\\n1\\n'");
    assertThat(run("gpu-discovery.sh"))
        .isEqualTo(new Ended(0, "{\"name\": \"gpu\", \"addresses\": [\"0\",\"1\"]}\n", ""));
  }

  @Test
  void aBrokenDriverIsTold() throws Exception {
    nvidiaSmi("echo 'NVIDIA-SMI has failed because of the driver.'; exit 9");
    Ended ended = run("gpu-discovery.sh");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .startsWith("error: Cannot find GPUs: nvidia-smi on ")
        .contains("says: NVIDIA-SMI has failed")
        .endsWith("Mend the driver, or ask for no GPUs here.\n");
  }

  @Test
  void whatIsNoNumberIsNoGpu() throws Exception {
    nvidiaSmi("echo 'WARNING: infoROM is corrupted.' >&2; echo 0");
    assertThat(run("gpu-discovery.sh"))
        .isEqualTo(new Ended(0, "{\"name\": \"gpu\", \"addresses\": [\"0\"]}\n", ""));
    for (String script :
        List.of("echo No devices were found", "echo No devices were found >&2", "echo; exit 6")) {
      nvidiaSmi(script);
      Ended ended = run("gpu-discovery.sh");
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err())
          .startsWith("error: Cannot find GPUs: nvidia-smi on ")
          .containsPattern("says: (No devices were found|nothing)\\. Mend")
          .hasLineCount(1);
    }
  }

  @Test
  void aHangingDriverIsTold() throws Exception {
    // What timeout says when the time is up.
    program("bin/timeout", "exit 124");
    nvidiaSmi("sleep 60");
    Ended ended = run("gpu-discovery.sh");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains(" gave no answer in 30 s. ").hasLineCount(1);
  }

  @Test
  void anExecutorThatIsToLeaveIsWaitedFor() throws Exception {
    Path ready = folder.resolve("ready");
    Path left = folder.resolve("left");
    Process executor =
        new ProcessBuilder(
                "bash",
                "-c",
                "trap 'sleep 1; touch %s; exit' PWR; touch %s; while :; do sleep 0.1; done"
                    .formatted(left, ready))
            .start();
    try {
      while (!Files.exists(ready)) {
        assertThat(executor.isAlive()).isTrue();
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertThat(run("decommission.sh", "" + executor.pid())).isEqualTo(new Ended(0, "", ""));
      assertThat(left).exists();
    } finally {
      executor.destroyForcibly();
    }
  }

  @Test
  void submissionsWithoutACommandOrAClusterAreRefused() throws Exception {
    assertThat(run("standalone.sh", "--master", "spark://a:7077").err())
        .startsWith("error: Cannot submit: no command of subspark's.");
    assertThat(run("yarn.sh", "sweep", "a.conf").err())
        .startsWith("error: Cannot find YARN: neither HADOOP_CONF_DIR nor YARN_CONF_DIR is set.");
  }

  @Test
  void helpNeedsNoCluster() throws Exception {
    install();
    for (String script : List.of("standalone.sh", "yarn.sh", "kubernetes.sh")) {
      for (String asked : List.of("--help", "-h", "sweep a.conf --help")) {
        Ended ended = run(script, asked.split(" "));
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out())
            .startsWith("Submits subspark to ")
            .contains("Options before the command are spark-submit's")
            .doesNotContain("source ")
            .endsWith(Main.class.getName() + " " + asked + "\n");
      }
      assertThat(run(script, "--master", "a", "--version", "sweep").out())
          .startsWith("java ")
          .endsWith(Main.class.getName() + " --version\n");
    }
  }

  @Test
  void valuesOfOptionsMayBeNamedAsCommandsAre() throws Exception {
    install();
    assertThat(run("standalone.sh", "--name", "sweep", "-v", "--queue=data", "plan", "x").out())
        .contains("--name sweep -v --queue=data " + home + "/jars/subspark-0.jar plan x\n");
  }

  @Test
  void whatIsNoCommandIsRefused() throws Exception {
    assertThat(run("standalone.sh", "--master", "spark://a:7077", "sweeep", "x").err())
        .startsWith("error: Cannot submit: sweeep is no command of subspark's. Name one, such as");
    assertThat(run("standalone.sh", "--name").err())
        .isEqualTo(
            "error: Cannot submit: --name has no value. Give it one, as spark-submit wants it.\n");
  }

  @Test
  void aSparkWithoutSettingsGetsOurs() throws Exception {
    install();
    program("spark/bin/spark-submit", "echo ${SPARK_CONF_DIR:-its own}");
    assertThat(run("standalone.sh", "sweep").out()).isEqualTo(home + "/conf/spark\n");
    Files.createDirectories(folder.resolve("spark/conf"));
    assertThat(run("standalone.sh", "sweep").out()).isEqualTo("its own\n");
  }

  @Test
  void anOldBuildIsBuiltAnewWithItsEngines() throws Exception {
    install();
    program("bin/javac", "");
    program("bin/mvn", "echo mvn \"$@\"");
    Files.createDirectories(home.resolve("src/main"));
    Files.createDirectories(home.resolve("target/spark/jars"));
    Path jar = home.resolve("target/subspark-0.jar");
    Files.writeString(jar, "org/bytedeco/pytorch/Tensor org/nd4j/linalg/cpu/nativecpu/");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    Files.createFile(home.resolve("pom.xml"));
    assertThat(run("local.sh").err()).endsWith("\nmvn -B -q -DskipTests package\n");

    Files.writeString(jar, "org/bytedeco/pytorch/linux-x86_64/ org/nd4j/linalg/jcublas/");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    Files.createDirectories(home.resolve("target/natives"));
    Files.createFile(home.resolve("target/natives/pytorch-2-linux-x86_64-gpu.jar"));
    assertThat(run("local.sh").err())
        .endsWith("\nmvn -B -q -DskipTests -Pcuda -Ptorch -Ptorch-cuda package\n");

    program("bin/mvn", "echo '[ERROR] no network'; exit 1");
    Ended ended = run("local.sh");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .contains("[ERROR] no network\nerror: Cannot build subspark: Maven failed");
  }

  @Test
  void aRunOnNoVolumeOfTheDriversPodIsRefused() throws Exception {
    install();
    String volume = "--conf=spark.kubernetes.driver.volumes.hostPath.a.mount.path=/data";
    for (String out : List.of("file:///home/run", "file:/data2/run")) {
      Ended ended = run("kubernetes.sh", onKubernetes(volume, "sweep", "--out", out));
      assertThat(ended.code()).isEqualTo(2);
      assertThat(ended.err())
          .startsWith("error: Cannot sweep into " + out + ": no volume is mounted there,")
          .hasLineCount(1);
    }
    assertThat(run("kubernetes.sh", onKubernetes(volume, "sweep", "--out=file:///data/run")).out())
        .contains("/jars/subspark-0.jar sweep --out=file:///data/run\n");
    String template = "--conf=spark.kubernetes.driver.podTemplateFile=mine.yaml";
    assertThat(run("kubernetes.sh", onKubernetes(template, "sweep", "--out=file:///a")).code())
        .isZero();
  }

  private static String[] onKubernetes(String... arguments) {
    return Stream.concat(
            Stream.of("--master=k8s://a", "--conf=spark.kubernetes.container.image=a"),
            Stream.of(arguments))
        .toArray(String[]::new);
  }

  @Test
  void filesAreSentUnderOneNameEach() throws Exception {
    install();
    Files.createDirectories(folder.resolve("yarn"));
    for (String file : List.of("sweep", "x/s.conf", "y/s.conf", "y/t.conf")) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.createFile(folder.resolve(file));
    }
    assertThat(run("yarn.sh", "sweep", "x/s.conf", "--a=y/t.conf").out())
        .contains(" --files x/s.conf,y/t.conf ")
        .endsWith(" sweep s.conf --a=t.conf\n");
    assertThat(run("yarn.sh", "sweep", "x/s.conf", "y/s.conf").err())
        .isEqualTo(
            "error: Cannot send both x/s.conf and y/s.conf to the driver: there they would have"
                + " one name. Rename one.\n");
  }

  @Test
  void theCodeOnYarnIsToldWhateverThatSparkLogs() throws Exception {
    install();
    Files.createDirectories(folder.resolve("yarn"));
    program("spark/bin/spark-submit", "echo $SPARK_SUBMIT_OPTS");
    assertThat(run("yarn.sh", "sweep").out())
        .isEqualTo(
            "'-Dlog4j2.configurationFile=%s/conf/spark/log4j2.properties'\n".formatted(home));
  }

  /**
   * Has scripts run from an installation: nothing is built, and Java and spark-submit say how they
   * were called.
   */
  private void install() throws Exception {
    home = folder.resolve("opt");
    Files.createDirectories(home.resolve("jars"));
    Files.createFile(home.resolve("jars/subspark-0.jar"));
    for (String part : List.of("submit", "conf")) {
      assertThat(new ProcessBuilder("cp", "-r", part, home.toString()).start().waitFor()).isZero();
    }
    program(
        "bin/java",
        "case $1 in -X*) echo ' java.specification.version = 17' ;; *) echo java \"$@\" ;; esac");
    program("spark/bin/spark-submit", "echo spark-submit \"$@\"");
  }

  private void nvidiaSmi(String script) throws IOException {
    program("bin/nvidia-smi", script);
  }

  private void program(String name, String script) throws IOException {
    Path fake = folder.resolve(name);
    Files.createDirectories(fake.getParent());
    Files.writeString(fake, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(fake, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ended run(String script, String... arguments) throws Exception {
    Process process = start(script, arguments);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }

  private Process start(String script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("submit").resolve(script).toString());
    Stream.of(arguments).forEach(command::add);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeAll(OTHERS);
    Map.of("SPARK_HOME", "spark", "YARN_CONF_DIR", "yarn")
        .forEach(
            (name, made) -> {
              if (Files.exists(folder.resolve(made))) {
                environment.put(name, folder.resolve(made).toString());
              }
            });
    environment.put("SUBSPARK_LOGS", folder.resolve("logs").toString());
    environment.put("SUBSPARK_ENV", folder.resolve("env").toString());
    environment.merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    return builder.start();
  }
}
