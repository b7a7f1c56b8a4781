/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.subspark.cli.SmallSweep.Ended;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job's jar beside Spark's jars and nothing else: what shading may break without a compiler's
 * word (services by which ND4J finds itself, class names in JSON, annotations of its shaded
 * Jackson) must have come through.
 */
class ShadedJarIT {
  @TempDir private Path folder;

  @Test
  void networksSurviveJsonAndModelFiles() throws IOException, InterruptedException {
    Ended ended = java(SavedNetworks.class.getName());
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(List.of(ended.out().split("\n")))
        .contains(
            "backend CpuBackend",
            "code " + StandaloneCluster.JAR.getFileName(),
            "same none",
            "same channel",
            "same constant");
  }

  /** Libtorch's natives are on the class path of tests, so that only a jar can lack them. */
  @Test
  void anEngineThatTheBuildLacksIsRefusedBeforeAnythingStarts()
      throws IOException, InterruptedException {
    try (JarFile jar = new JarFile(StandaloneCluster.JAR.toFile())) {
      assumeFalse(jar.stream().anyMatch(entry -> entry.getName().contains("libjnitorch")));
    }
    for (String command : List.of("sweep", "plan")) {
      Ended ended =
          java(
              Main.class.getName(),
              command,
              SmallSweep.configuration(folder).toString(),
              "-D",
              "training.engine=torch",
              "--out",
              folder.resolve("run").toString());
      assertThat(ended.code()).as(ended.err()).isEqualTo(2);
      assertThat(ended.err())
          .isEqualTo(
              "error: Cannot train with training.engine = torch: this build has no libtorch. Build with mvn package -Ptorch, or set training.engine=dl4j.\n");
      assertThat(folder.resolve("run")).doesNotExist();
    }
  }

  private Ended java(String... command) throws IOException, InterruptedException {
    String classPath =
        String.join(
            File.pathSeparator,
            StandaloneCluster.JAR.toString(),
            StandaloneCluster.SPARK_HOME.resolve("jars") + "/*",
            Path.of("target", "test-classes").toAbsolutePath().toString());
    String[] arguments = Arrays.copyOfRange(command, 1, command.length);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(StandaloneCluster.java(classPath, command[0], arguments))
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends in time").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
