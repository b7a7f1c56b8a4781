/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.InvalidInputException;
import io.github.subspark.Printable;
import io.github.subspark.clustering.ClustererKind;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.publishing.Pick;
import io.github.subspark.publishing.RunDescription;
import io.github.subspark.report.CsvField;
import io.github.subspark.tables.ImageRow;
import io.github.subspark.tables.RunTables;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Recommends one clustering of a run, without labels. */
@Command(
    name = "pick",
    description =
        "Recommend one clustering of a run, chosen without labels: the cluster of every image, how"
            + " sure it is, the trained model it comes from, and why.",
    versionProvider = Versions.class,
    footer = {
      "",
      "The clustering is what the partitions of all cells agree on. Confidence is",
      "the mean share of partitions that join an image with the others of its",
      "cluster, from 0 to 1.",
      "",
      "Examples:",
      "  subspark pick runs/photos                        CSV on standard output",
      "  subspark pick runs/photos --out clusters.csv",
      "  subspark pick runs/photos --ensemble ensemble-weighted   another one's answer"
    })
final class PickCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "The run directory that a sweep wrote to (--out), finished or stopped.")
  private String directory;

  @Option(
      names = "--out",
      paramLabel = "FILE.csv",
      description =
          "Where to write image,cluster,confidence; standard output if not given. The reasons go to"
              + " standard error then.")
  private String file;

  @Option(
      names = "--ensemble",
      paramLabel = "NAME",
      description =
          "The ensemble whose answer to give, such as ensemble-weighted; the one whose seeds agree"
              + " most if not given.")
  private String ensemble;

  @Mixin private TerminalOptions terminal;
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    Optional<LocalFile> target =
        Optional.ofNullable(file).map(name -> LocalFile.writable(name, "clusters", "--out"));
    RunDirectory run = RunDirectory.at(directory, SparkSessions.hadoop());
    RunDescription description =
        RunDescription.of(run)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "Cannot pick from %s: no run.json in it. Name the directory that a sweep wrote (--out)."
                            .formatted(directory)));
    Pick pick = Pick.of(run, description, Optional.ofNullable(ensemble));
    List<ImageRow> images;
    try (SparkSession spark = SparkSessions.start("subspark pick")) {
      images = new RunTables(spark, run).images();
    }
    String csv = csv(pick, images);
    PrintWriter out = command.commandLine().getOut();
    if (target.isPresent()) {
      target.get().write(csv);
    } else {
      out.print(csv);
      out.flush();
    }
    warnOfMissing(pick, description, run);
    warnOfDisagreement(pick);
    if (!terminal.quiet()) {
      PrintWriter told = target.isPresent() ? out : command.commandLine().getErr();
      told.print(Printable.lines(reasons(pick, description, run)));
      told.flush();
    }
    return ExitCode.DONE.code();
  }

  private static String csv(Pick pick, List<ImageRow> images) {
    StringBuilder text = new StringBuilder("image,cluster,confidence\n");
    for (int i = 0; i < pick.clusters().length; i++) {
      // The images of a run lie in a table that is published first; without it they have numbers.
      String name = i < images.size() ? images.get(i).name() : "" + i;
      text.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%.4f%n",
              CsvField.of(name),
              pick.clusters()[i],
              pick.confidence()[i]));
    }
    return text.toString();
  }

  private String reasons(Pick pick, RunDescription description, RunDirectory run) {
    return "%d images in %d clusters by %s over %d of %d cells of %s%n%n"
            .formatted(
                pick.clusters().length,
                description.spec().clusters(),
                pick.clusterer().text(),
                pick.cells(),
                description.cells().size(),
                run.place())
        + agreement(pick)
        + String.format(
            Locale.ROOT,
            "%nConfidence: mean %.3f; below one half for %d images%n",
            Arrays.stream(pick.confidence()).average().orElse(Double.NaN),
            Arrays.stream(pick.confidence()).filter(c -> c < .5).count())
        + String.format(
            Locale.ROOT,
            "Nearest trained model: %s (adjusted Rand index %.3f), %s%n",
            pick.model().key(),
            pick.modelAgreement(),
            pick.weights());
  }

  /** What is not known yet may change the answer. */
  private void warnOfMissing(Pick pick, RunDescription description, RunDirectory run) {
    int missing = description.cells().size() - pick.cells();
    if (missing > 0) {
      PrintWriter err = command.commandLine().getErr();
      err.printf(
          "warning: %s not done, and the answer may change. To finish, give the sweep's"
              + " command again with --out %s; 'subspark report' of it says what failed.%n",
          missing == 1 ? "1 cell is" : missing + " cells are", Printable.line(run.place()));
      err.flush();
    }
  }

  /** An answer that the next seed contradicts is no answer. */
  private void warnOfDisagreement(Pick pick) {
    if (pick.weak()) {
      PrintWriter err = command.commandLine().getErr();
      err.printf(
          Locale.ROOT,
          "warning: answers of single cells have little in common (adjusted Rand index %.3f):"
              + " do not rely on this one. Check the number of clusters and, by 'subspark report',"
              + " what failed; try other compressions or more epochs.%n",
          pick.reasons().get(pick.clusterer()).decisive());
      err.flush();
    }
  }

  private String agreement(Pick pick) {
    Pick.Reasons chosen = pick.reasons().get(pick.clusterer());
    boolean seeds = !Double.isNaN(chosen.seedAgreement());
    boolean cells = !Double.isNaN(chosen.cellAgreement());
    StringBuilder text = new StringBuilder(choice(seeds, cells));
    text.append(
        """


                               agreement of seeds   of cells   eigengap at K   pairs in agreement   with the answer
        """);
    for (ClustererKind kind : pick.reasons().keySet()) {
      Pick.Reasons why = pick.reasons().get(kind);
      text.append(
          String.format(
              Locale.ROOT,
              "%-22s %18s %10s %15.3f %18.1f %% %17.3f%n",
              kind.text(),
              seeds ? index(why.seedAgreement()) : "one seed",
              cells ? index(why.cellAgreement()) : "one cell",
              why.eigengap(),
              100 * why.pairAgreement(),
              pick.likeness(kind)));
    }
    text.append(rivals(pick));
    return text.append(
            """

            Agreement: mean adjusted Rand index of the cells' own answers, 1 where they are the
            same, 0 where they agree by chance; of seeds: within a compression and attention, the
            median of these. Eigengap: the larger, the further apart the K clusters are, 1 at most.
            Pairs in agreement: of the pairs of images that any partition joins, those that nine in
            ten treat alike. With the answer: the index of an ensemble's answer and the one given.
            Compare them within one set of images: how high they can be depends on it.
            """)
        .toString();
  }

  private static String rivals(Pick pick) {
    return pick.rivals().isEmpty()
        ? ""
        : "%n%s would be as good a choice with another answer: see it with --ensemble.%n"
            .formatted(
                pick.rivals().stream()
                    .map(ClustererKind::text)
                    .collect(Collectors.joining(" or ")));
  }

  private String choice(boolean seeds, boolean cells) {
    if (ensemble != null) {
      return "Named by --ensemble, not chosen.";
    }
    return "Chosen without labels: "
        + (seeds
            ? "seeds agree most under this ensemble."
            : cells
                ? "its cells agree most, all of one seed. Sweep more seeds to be surer."
                : "its partitions agree most. Sweep more seeds to be surer: this is one cell.");
  }

  private static String index(double agreement) {
    return String.format(Locale.ROOT, "%.3f", agreement);
  }
}
