/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    String classPath =
        String.join(
            File.pathSeparator,
            StandaloneCluster.JAR.toString(),
            StandaloneCluster.SPARK_HOME.resolve("jars") + "/*",
            Path.of("target", "test-classes").toAbsolutePath().toString());
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                StandaloneCluster.java(classPath, SavedNetworks.class.getName(), new String[0]))
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends in time").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    assertThat(List.of(Files.readString(out).split("\n")))
        .contains(
            "backend CpuBackend",
            "code " + StandaloneCluster.JAR.getFileName(),
            "same none",
            "same channel",
            "same constant");
  }
}
