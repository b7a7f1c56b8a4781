/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    try (Running running = start(folder, memory, settings, arguments)) {
      return running.end();
    }
  }

  /** As {@link #run}, without waiting. */
  static Running start(Path folder, int memory, Map<String, String> settings, Object... arguments)
      throws IOException {
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
    return new Running(
        builder
            .redirectOutput(folder.resolve("out.txt").toFile())
            .redirectError(folder.resolve("err.txt").toFile())
            .start(),
        folder);
  }

  /**
   * A driver at work.
   *
   * @param process the driver's
   * @param folder where it works
   */
  record Running(Process process, Path folder) implements AutoCloseable {
    private static final long LONGEST_MINUTES = 4;

    /** Waits for its end. */
    SmallSweep.Ended end() throws IOException, InterruptedException {
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError("subspark hangs: " + err());
      }
      return new SmallSweep.Ended(process.exitValue(), read("out.txt"), err());
    }

    /** Waits for a file of its folder. */
    void await(String file) throws IOException, InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(LONGEST_MINUTES);
      while (!Files.exists(folder.resolve(file))) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new AssertionError("%s does not come: %s".formatted(file, err()));
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }

    /** Waits for an executor that is in the middle of a task; none comes before the run's end. */
    Optional<ProcessHandle> busyExecutor() throws IOException, InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(LONGEST_MINUTES);
      while (process.isAlive()) {
        for (ProcessHandle child : process.descendants().toList()) {
          if (StandaloneCluster.isExecutor(child)
              && threads(child).contains("\"Executor task launch worker for task")) {
            return Optional.of(child);
          }
        }
        if (System.nanoTime() > deadline) {
          throw new AssertionError("no executor came to a task: " + err());
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
      return Optional.empty();
    }

    /** Its threads as the JDK prints them; whatever it prints if the process is too young. */
    private static String threads(ProcessHandle java) throws IOException {
      Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
      Process printing =
          new ProcessBuilder(jstack.toString(), Long.toString(java.pid()))
              .redirectErrorStream(true)
              .start();
      return new String(printing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** What it has said so far. */
    String err() throws IOException {
      return read("err.txt");
    }

    private String read(String file) throws IOException {
      return Files.readString(folder.resolve(file));
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
