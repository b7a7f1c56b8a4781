/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.subspark.cli.NotePlayer.Played;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The parts of Zeppelin that are published, in processes of their own, on Spark alone. */
final class Zeppelin {
  private static final Path CLASSES = Path.of("target", "zeppelin").toAbsolutePath();
  private static final Path TESTS = Path.of("target", "test-classes").toAbsolutePath();
  private static final int LONGEST_MINUTES = 5;

  private final Path folder;
  private final Path paragraphs;

  /** Zeppelin with a note open. */
  Zeppelin(Path folder, Path note) throws IOException, InterruptedException {
    this.folder = folder;
    this.paragraphs = folder.resolve("paragraphs.json");
    run("server", NoteReader.class, List.of(note.toAbsolutePath(), paragraphs));
  }

  /** The note's paragraphs, as Zeppelin reads it. */
  List<NoteReader.Paragraph> note() throws IOException {
    return List.of(new ObjectMapper().readValue(paragraphs.toFile(), NoteReader.Paragraph[].class));
  }

  /**
   * Plays the note on runs, one after the other in one session, and gives each run's outputs.
   *
   * @param first a paragraph to play before the note on the first run
   */
  Map<Path, List<Played>> play(NoteReader.Paragraph first, List<Path> runs)
      throws IOException, InterruptedException {
    Path alone = folder.resolve("first.json");
    ObjectMapper json = new ObjectMapper();
    json.writeValue(alone.toFile(), List.of(first));
    Path shown = folder.resolve("first-outputs.json");
    List<Path> arguments = new ArrayList<>(List.of(alone, runs.get(0), shown));
    for (Path run : runs) {
      arguments.addAll(List.of(paragraphs, run, outputs(run)));
    }
    run("interpreter", NotePlayer.class, arguments);
    Map<Path, List<Played>> played = new LinkedHashMap<>();
    for (Path run : runs) {
      played.put(
          run, new ArrayList<>(List.of(json.readValue(outputs(run).toFile(), Played[].class))));
    }
    played.get(runs.get(0)).addAll(List.of(json.readValue(shown.toFile(), Played[].class)));
    return played;
  }

  private Path outputs(Path run) {
    return folder.resolve(run.getFileName() + ".json");
  }

  private void run(String part, Class<?> main, List<Path> arguments)
      throws IOException, InterruptedException {
    String classPath =
        CLASSES.resolve(part) + "/*:" + StandaloneCluster.SPARK_HOME + "/jars/*:" + TESTS;
    ProcessBuilder builder =
        new ProcessBuilder(
            StandaloneCluster.java(
                classPath,
                main.getName(),
                arguments.stream().map(Path::toString).toArray(String[]::new)));
    // It looks there for the jar of the Scala engine, which is on the class path here.
    Files.createDirectories(folder.resolve("home/interpreter/spark/scala-2.12"));
    builder.environment().put("ZEPPELIN_HOME", folder.resolve("home").toString());
    Path log = folder.resolve(part + ".log");
    Process process =
        builder
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log.toFile()))
            .start();
    if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError("Zeppelin's " + part + " failed: " + Files.readString(log));
    }
  }
}
