/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.cli.SmallSweep.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls of the scripts in submit/, in a folder of their own and without what this machine has set.
 */
abstract class ScriptCalls {
  /** Of this process's environment, as it would change what the scripts do. */
  private static final List<String> OTHERS =
      List.of(
          "HADOOP_CONF_DIR",
          "YARN_CONF_DIR",
          "SPARK_HOME",
          "SPARK_CONF_DIR",
          "SPARK_SUBMIT_OPTS",
          "JAVA_HOME");

  @TempDir Path folder;

  /** Where the scripts lie: this clone, or what {@link #install} makes. */
  Path home = Path.of("").toAbsolutePath();

  /**
   * Has scripts run from an installation: nothing is built, and Java and spark-submit say how they
   * were called.
   */
  void install() throws Exception {
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

  /** Puts a program before those of this machine, or where a script is told to look. */
  void program(String name, String script) throws IOException {
    Path fake = folder.resolve(name);
    Files.createDirectories(fake.getParent());
    Files.writeString(fake, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(fake, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Runs a script of submit/ to its end. */
  Ended run(String script, String... arguments) throws Exception {
    Process process = start(script, arguments);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }

  /** Starts a script of submit/ in the folder. */
  Process start(String script, String... arguments) throws IOException {
    return start(Map.of(), script, arguments);
  }

  /** The same with variables of its own. */
  Process start(Map<String, String> variables, String script, String... arguments)
      throws IOException {
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
    environment.putAll(variables);
    return builder.start();
  }
}
