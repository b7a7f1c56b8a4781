/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.InvalidInputException;
import io.github.subspark.Printable;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.ImageReader;
import io.github.subspark.images.ImageSet;
import io.github.subspark.job.Verdict;
import io.github.subspark.job.Verification;
import io.github.subspark.publishing.RunDescription;
import io.github.subspark.sweep.Cell;
import io.github.subspark.sweep.ConfigText;
import io.github.subspark.sweep.Setting;
import io.github.subspark.sweep.SpecReader;
import io.github.subspark.sweep.SpecWriter;
import io.github.subspark.training.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Computes cells of a run again and says whether they come out the same. */
@Command(
    name = "verify",
    description =
        "Compute cells of a run again and print what differs: bit by bit where BLAS, kernel and"
            + " threads are those of the run, with a tolerance elsewhere.",
    versionProvider = Versions.class,
    footer = {
      "",
      "Examples:",
      "  subspark verify runs/coil20 k3-channel-seed0",
      "  subspark verify runs/coil20                      all cells: as long as the sweep",
      "",
      "The run stays as it is. Exit code 3 if a cell differs."
    })
final class VerifyCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "The run directory that a sweep wrote to (--out).")
  private String directory;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "CELL",
      description = "Cells such as k3-channel-seed0; all if none is named.")
  private final List<String> names = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = "The images, if they do not lie where they lay when the run began.")
  private String data;

  @Mixin private TerminalOptions terminal;
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Configuration hadoop = SparkSessions.hadoop();
    RunDirectory run = RunDirectory.at(directory, hadoop);
    RunDescription description =
        RunDescription.of(run)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "Cannot verify %s: no run.json in it. Name the directory that a sweep wrote (--out)."
                            .formatted(directory)));
    List<Cell> cells = cells(description);
    Engine engine = description.spec().training().engine().engine();
    ImageSet set = images(description, hadoop);
    try (Termination end = new Termination(() -> {});
        SparkSession spark = SparkSessions.start("subspark verify " + set.name())) {
      List<Verdict> verdicts;
      try (Progress progress = new Progress(command.commandLine().getErr(), terminal.progress())) {
        verdicts =
            new Verification(spark, engine, progress)
                .run(run, description, set.images(), cells, end::underWay);
      }
      print(verdicts, cells.size());
      boolean confirmed = verdicts.stream().allMatch(Verdict::confirmed);
      return (confirmed ? ExitCode.DONE : ExitCode.CELLS_FAILED).code();
    }
  }

  private List<Cell> cells(RunDescription description) {
    if (names.isEmpty()) {
      return description.cells();
    }
    List<Cell> cells = new ArrayList<>();
    for (String name : names) {
      cells.add(
          description.cells().stream()
              .filter(cell -> cell.key().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "Cannot verify cell %s: the run has none of that name. Name one such as %s."
                              .formatted(name, description.cells().get(0).key()))));
    }
    return cells;
  }

  /** The run's images, read again. */
  private ImageSet images(RunDescription description, Configuration hadoop) {
    ConfigText spec = new ConfigText("run.json", SpecWriter.json(description.spec()));
    List<Setting> settings = data == null ? List.of() : List.of(Setting.ofDataPath(data));
    ImageSet set = ImageReader.read(SpecReader.readData(Optional.of(spec), settings), hadoop);
    if (!set.fingerprint().equals(description.data().fingerprint())) {
      throw new InvalidInputException(
          "Cannot verify %s: its images are others by now. Name the run's own with --data."
              .formatted(directory));
    }
    return set;
  }

  private void print(List<Verdict> verdicts, int cells) {
    if (terminal.quiet()) {
      return;
    }
    PrintWriter out = command.commandLine().getOut();
    for (Verdict verdict : verdicts) {
      String outcome = verdict.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      out.println(verdict.step().description() + ": " + outcome);
      verdict.details().forEach(detail -> out.println("  " + Printable.line(detail)));
    }
    long confirmed = verdicts.stream().filter(Verdict::confirmed).count();
    out.printf(
        "%n%d of %d committed steps of %s confirmed%n",
        confirmed, verdicts.size(), cells == 1 ? "1 cell" : cells + " cells");
    out.flush();
  }
}
