/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import io.github.subspark.commit.ArtefactKind;
import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The paper's grid as a user gets it, with Java's start and all: by {@code submit/local.sh sweep},
 * and by two libtorch processes of one thread each. Once: each takes minutes.
 */
final class Sweeps {
  private static final int SLOTS = 2;

  private final Path home;
  private final PaperGrid grid;
  private final Path folder;

  Sweeps(Path home, PaperGrid grid, Path folder) {
    this.home = home;
    this.grid = grid;
    this.folder = folder;
  }

  /**
   * Milliseconds.
   *
   * @param trainings of a sweep with nothing but trainings and the quickest clusterer
   * @param whole of a sweep with all local clusterers, tables and page
   * @param tasks sum over the steps of the whole sweep, by a slot
   * @param torch of the same trainings
   * @param pic MLlib's power iteration of one cell, on all slots, and njw of the same on one
   */
  record Times(double trainings, double whole, double tasks, double torch, Pair pic) {}

  /**
   * The times, in some minutes.
   *
   * @param home where submit/ lies
   */
  static Times of(Path home, int seeds) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("subspark-bench");
    try {
      return new Sweeps(home, new PaperGrid(seeds), folder).times();
    } finally {
      remove(folder);
    }
  }

  private Times times() throws IOException, InterruptedException {
    // First, since a build's first sweep leaves the classes that it loaded for all later ones.
    sweep(
        "pic", "pic, njw", "-D", "seeds=[0]", "-D", "grid=[{compression=[75 %],attention=[none]}]");
    Pair pic = new Pair(taskMilliseconds("pic", "-pic"), taskMilliseconds("pic", "-local"));
    double trainings = sweep("trainings", "discretize");
    double whole = sweep("whole", "njw, discretize, power");
    double tasks = taskMilliseconds("whole", "") / SLOTS;
    return new Times(trainings, whole, tasks, torch(), pic);
  }

  private double sweep(String name, String clusterers, String... overrides)
      throws IOException, InterruptedException {
    Path configuration = folder.resolve(name + ".conf");
    Files.writeString(configuration, grid.configuration(clusterers));
    List<String> command =
        new ArrayList<>(
            List.of(
                home.resolve("submit/local.sh").toString(),
                "sweep",
                configuration.toString(),
                "--quiet",
                "--out",
                folder.resolve(name).toString()));
    command.addAll(List.of(overrides));
    ProcessBuilder process = logged(name, command);
    // Set for libtorch; a user of subspark need not know of it.
    process.environment().keySet().removeIf(variable -> variable.startsWith("MALLOC_"));
    return timed(List.of(process));
  }

  /** Of the steps whose keys end so. */
  private double taskMilliseconds(String run, String ending) throws IOException {
    RunDirectory directory = RunDirectory.at(folder.resolve(run).toString(), new Configuration());
    double seconds = 0;
    for (ArtefactKind kind : ArtefactKind.values()) {
      for (CommitRecord commit : directory.commits(kind)) {
        seconds += commit.key().endsWith(ending) ? commit.provenance().seconds() : 0;
      }
    }
    return seconds * 1e3;
  }

  private double torch() throws IOException, InterruptedException {
    Path claims = Files.createDirectory(folder.resolve("claims"));
    List<ProcessBuilder> processes = new ArrayList<>();
    for (int slot = 0; slot < SLOTS; slot++) {
      processes.add(
          java("torch" + slot, TorchGrid.class, String.valueOf(grid.seeds()), claims.toString()));
    }
    return timed(processes);
  }

  /** As this process was started, but for what runs. */
  private ProcessBuilder java(String name, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder process = logged(name, command);
    process.environment().put("OMP_NUM_THREADS", "1");
    return process;
  }

  private ProcessBuilder logged(String name, List<String> command) {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile());
  }

  private static double timed(List<ProcessBuilder> processes)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    List<Process> started = new ArrayList<>();
    for (ProcessBuilder process : processes) {
      started.add(process.start());
    }
    for (int i = 0; i < started.size(); i++) {
      if (started.get(i).waitFor() != 0) {
        Path log = processes.get(i).redirectOutput().file().toPath();
        throw new IOException(
            "Cannot take the time of a process that failed: " + Files.readString(log));
      }
    }
    return (System.nanoTime() - began) / 1e6;
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
