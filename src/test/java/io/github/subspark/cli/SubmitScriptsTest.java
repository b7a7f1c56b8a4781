/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.cli.SmallSweep.Ended;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the scripts in submit/ do before and around Spark. */
class SubmitScriptsTest extends ScriptCalls {
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
  void nativesOfABuildAndOfAnInstallationAreFound() throws Exception {
    install();
    assertThat(run("local.sh", "plan").out())
        .contains(":%s/natives/*:%s/target/natives/*:".formatted(home, home));
  }

  @Test
  void anotherCollectorTakesThePlaceOfOurs() throws Exception {
    install();
    assertThat(run("local.sh", "plan").out()).contains(" -XX:+UseParallelGC ");
    Process process =
        start(Map.of("SUBSPARK_JAVA_OPTS", "-Xmx3g -XX:+UseG1GC"), "local.sh", "plan");
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(folder.resolve("out")))
        .contains(" -Xmx3g -XX:+UseG1GC ")
        .doesNotContain("ParallelGC");
  }

  @Test
  void theFirstSweepOfABuildArchivesItsClassesForWhatComesAfter() throws Exception {
    install();
    assertThat(run("local.sh", "sweep").out()).doesNotContain("class-archive");

    Path archive = Files.createDirectories(home.resolve("target")).resolve("classes.jsa");
    String written = " -XX:+RecordDynamicDumpInfo -Dsubspark.class-archive=" + archive;
    String read = " -XX:SharedArchiveFile=" + archive;
    assertThat(run("local.sh", "sweep").out()).contains(written).doesNotContain(read);
    assertThat(run("local.sh", "report").out()).doesNotContain(archive.toString());

    Files.createFile(archive);
    Path jar = home.resolve("jars/subspark-0.jar");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    for (String command : List.of("sweep", "report")) {
      assertThat(run("local.sh", command).out()).contains(read).doesNotContain(written);
    }

    Files.setLastModifiedTime(archive, FileTime.fromMillis(-60_000));
    assertThat(run("local.sh", "sweep").out()).contains(written).doesNotContain(read);
  }

  @Test
  void valuesOfOptionsMayBeNamedAsCommandsAre() throws Exception {
    install();
    assertThat(run("standalone.sh", "--name", "sweep", "-v", "--queue=data", "plan", "x").out())
        .contains("--name sweep -v --queue=data " + home + "/jars/subspark-0.jar plan x\n");
  }

  @Test
  void everyCommandCanBeSubmitted() throws Exception {
    install();
    PrintWriter none = new PrintWriter(Writer.nullWriter());
    for (String command : Main.commandLine(none, none).getSubcommands().keySet()) {
      assertThat(run("standalone.sh", command, "x").out())
          .endsWith("/jars/subspark-0.jar " + command + " x\n");
    }
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
}
