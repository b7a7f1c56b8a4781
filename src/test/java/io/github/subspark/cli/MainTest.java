/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpNamesTheCommandsAndAnExample() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("Usage: subspark", "sweep", "report", "data", "Example", "subspark sweep");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sweep", "report", "data", "data inspect", "data render"})
  void helpOfACommandReadsAsItIsWritten(String command) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.add("--help");
    assertThat(run(arguments.toArray(String[]::new))).isZero();
    assertThat(out.toString())
        .startsWith("Usage: subspark " + command + " [OPTIONS]")
        .contains("Example", "  subspark " + command)
        .doesNotContain("-D=", "--data=", "--out=", "--format=", "--sheet=");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void versionNamesWhatItRunsOn() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString())
        .matches(
            "(?s)subspark \\d+\\.\\d+\\.\\d+ \\(commit \\S+\\)\\R"
                + "Apache Spark 3\\.5\\.\\d+\\RDeeplearning4j 1\\.0\\.0-\\S+ on"
                + " nd4j-\\S+\\Rlibtorch 2\\.\\S+\\RJava 17.*");
  }

  @Test
  void namesFromDataDoNotReachTheTerminalAsTheyAre(@TempDir Path folder) throws IOException {
    Path zip = folder.resolve("names.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("a\u001b[2J\u202e.png"));
      out.write("no image".getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(run("data", "inspect", "--verbose", zip.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("a\\u001b[2J\\u202e.png")
        .doesNotContain("\u001b", "\u202e");
    Path images = folder.resolve("images");
    for (String label : List.of("x\u001b[31m", "y")) {
      Path named = Files.createDirectories(images.resolve(label));
      Files.writeString(named.resolve("z\u0007.pgm"), "P2 2 2 9 0 9 9 0");
    }
    assertThat(run("data", "inspect", images.toString())).as(err.toString()).isZero();
    assertThat(out.toString()).contains("z\\u0007.pgm").doesNotContain("\u001b", "\u0007");
  }

  @Test
  void aMistypedCommandIsRefusedWithASuggestion() {
    assertThat(run("dta")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("error: Cannot run subspark: unmatched argument at index 0: 'dta'")
        .contains("Did you mean", "data")
        .contains("Try 'subspark --help'.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aMistypedOptionIsRefusedWithASuggestion() {
    assertThat(run("spec", "--dat", "x")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("error: Cannot run subspark spec: unknown option")
        .contains("--data")
        .contains("Try 'subspark spec --help'.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "data"})
  void noCommandIsBadUsage(String group) {
    assertThat(group.isEmpty() ? run() : run(group)).isEqualTo(2);
    assertThat(err.toString()).startsWith("error: Cannot run");
  }

  @Test
  void everyProblemOfTheInputIsALineOfItsOwn() {
    assertThat(run("spec", "-D", "clusters=1", "-Dseeds=x", "--data", "a.mat")).isEqualTo(2);
    assertThat(err.toString().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("error: Cannot "))
        .anyMatch(line -> line.contains("clusters: 1 (command line (-D)). It must be at least 2."))
        .anyMatch(line -> line.contains("seeds: x (command line (-D))"))
        .anyMatch(line -> line.contains("Cannot find grid"));
  }

  @Test
  void inputFoundBadInAnotherThreadIsStillTheUsers() {
    assertThat(run("fail", "wrapped")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly("error: Cannot read a: b. Mend it.", "error: Cannot read c: d.");
  }

  @Test
  void anUnexpectedFailureIsOneLineWithAHint() {
    assertThat(run("fail", "unexpected")).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "error: Cannot finish: java.lang.IllegalStateException: first line."
                + " Run again with --verbose for the stack trace.");
  }

  @Test
  void verboseShowsTheStackTrace() {
    assertThat(run("fail", "unexpected", "--verbose")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("error: Cannot finish: java.lang.IllegalStateException: first line.")
        .doesNotContain("Run again")
        .contains("    at io.github.subspark.cli.MainTest");
  }

  @Test
  void theFileIsReadAndTheCommandLineWins(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("small.conf");
    Files.writeString(
        file,
        "data.path = a.mat, clusters = 5, grid = [{compression = [25 %], attention = [none]}]");

    assertThat(run("spec", file.toString(), "--data", "b.mat", "-D", "clusters=7")).isZero();
    assertThat(out.toString()).isEqualTo("b.mat 7");

    assertThat(run("spec", file.toUri().toString())).isZero();
    assertThat(out.toString()).isEqualTo("b.mat 7a.mat 5");
  }

  @Test
  void renderedImagesAreInspected(@TempDir Path folder) {
    String images = folder.resolve("images").toString();
    Path sheet = folder.resolve("sheet.png");

    assertThat(
            run(
                "data",
                "render",
                images,
                "-Ddata.turntable.objects=2",
                "-Ddata.turntable.angles=3",
                "-Ddata.height=16",
                "-Ddata.width=16"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).isEqualTo("Wrote 6 images to " + images + System.lineSeparator());
    // No checksums of Hadoop's beside them.
    assertThat(Path.of(images).toFile().list()).hasSize(6).allMatch(name -> name.endsWith(".png"));
    assertThat(run("data", "inspect", images, "-D", "data.height=16", "--sheet", sheet.toString()))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .contains("name         images", "images       6 of 16 x 32, grey", "2 classes of 3");
    assertThat(sheet).isNotEmptyFile();
  }

  @Test
  void quietCommandsSayNothing() {
    assertThat(run("data", "inspect", "turntable", "-D", "data.turntable.angles=2", "-q")).isZero();
    assertThat(out.toString() + err).isEmpty();
  }

  @Test
  void imagesThatAreNotThereAreBadInput() {
    assertThat(run("data", "inspect", "nowhere.mat")).isEqualTo(2);
    assertThat(err.toString()).startsWith("error: Cannot read images: nowhere.mat").hasLineCount(1);
  }

  @Test
  void aMissingFileIsBadInput() {
    assertThat(run("spec", "nowhere.conf")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("error: Cannot read configuration nowhere.conf: no such file.")
        .hasLineCount(1);
  }

  private int run(String... arguments) {
    PrintWriter writer = new PrintWriter(out, true);
    return Main.commandLine(writer, new PrintWriter(err, true))
        .addSubcommand(new Fail())
        .addSubcommand(new Spec(writer))
        .setOut(writer)
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  /** A command that fails as told. */
  @Command(name = "fail")
  private static final class Fail implements Callable<Integer> {
    @Mixin private final TerminalOptions terminal = new TerminalOptions();

    @Parameters private String how;

    @Override
    public Integer call() throws Exception {
      if (how.equals("wrapped")) {
        throw new ExecutionException(
            new InvalidInputException(List.of("Cannot read a: b. Mend it.", "Cannot read c: d.")));
      }
      assertThat(terminal.quiet()).isFalse();
      throw new IllegalStateException("first line.\nsecond line");
    }
  }

  /** A command that reads a sweep. */
  @Command(name = "spec")
  private static final class Spec implements Callable<Integer> {
    @Mixin private final SweepOptions sweep = new SweepOptions();

    private final PrintWriter out;

    private Spec(PrintWriter out) {
      this.out = out;
    }

    @Override
    public Integer call() {
      var spec = sweep.spec(new Configuration());
      out.print(spec.data().path() + " " + spec.clusters());
      out.flush();
      return 0;
    }
  }
}
