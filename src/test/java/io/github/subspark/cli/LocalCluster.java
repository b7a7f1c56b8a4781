/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Spark's local-cluster: master and worker in the driver's process, executors as processes of their
 * own, all from the job's jar.
 */
final class LocalCluster {
  private LocalCluster() {}

  /**
   * Runs subspark with one worker and waits for its end.
   *
   * @param memory of an executor in MiB
   * @param settings of Spark
   */
  static SmallSweep.Ended run(
      Path folder, int memory, Map<String, String> settings, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (Object argument : arguments) {
      texts.add(argument.toString());
    }
    String classPath = StandaloneCluster.JAR + ":" + StandaloneCluster.SPARK_HOME + "/jars/*";
    command.addAll(
        StandaloneCluster.java(
            classPath, "io.github.subspark.cli.Main", texts.toArray(String[]::new)));
    int options = command.indexOf("-cp");
    command.add(options, "-Dspark.master=local-cluster[1,1,%d]".formatted(memory));
    command.add(options, "-Dspark.executor.memory=%dm".formatted(memory));
    command.add(options, "-Dspark.executor.extraClassPath=" + StandaloneCluster.JAR);
    settings.forEach((key, value) -> command.add(options, "-D" + key + "=" + value));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    // Without the Scala version the worker looks for a build of Spark's own source tree.
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME",
                StandaloneCluster.SPARK_HOME.toString(),
                "SPARK_SCALA_VERSION",
                "2.12",
                "SPARK_WORKER_DIR",
                folder.resolve("work").toString(),
                "SPARK_LOCAL_IP",
                "127.0.0.1"));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      if (!process.waitFor(4, TimeUnit.MINUTES)) {
        throw new AssertionError("subspark hangs: " + Files.readString(err));
      }
      return new SmallSweep.Ended(
          process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
