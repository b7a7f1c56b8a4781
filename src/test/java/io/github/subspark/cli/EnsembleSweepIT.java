/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.cli.SmallSweep.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Ensembles, consensus and baselines as part of a sweep, and the clustering that is picked. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EnsembleSweepIT {
  private static final String ENSEMBLES =
      "clustering.clusterers=[ensemble, ensemble-closed-form, ensemble-weighted]";

  @TempDir private static Path folder;
  private static Path run;
  private static Ended swept;

  @BeforeAll
  static void sweep() throws IOException {
    run = folder.resolve("run");
    swept = again();
  }

  private static Ended again() throws IOException {
    return SmallSweep.run(
        "sweep",
        SmallSweep.configuration(folder),
        "--out",
        run,
        "-D",
        ENSEMBLES,
        "-D",
        "clustering.baselines=[kmeans-pixels, ridge-pixels, ssc-omp, closed-form]");
  }

  @Test
  @Order(1)
  void theTerminalShowsWhatStandsBesideTheCells() {
    assertThat(swept.code()).as(swept.err()).isZero();
    assertThat(swept.out())
        .contains("4 of 4 cells done", "grid + ensemble ", "grid + ensemble-closed-form")
        .containsPattern("consensus +grid \\+ ensemble +all +\\d+\\.\\d +all")
        .containsPattern("kmeans-pixels +pixels \\+ kmeans +none +\\d")
        .containsPattern("ridge-pixels +dsc \\+ discretize +none")
        .containsPattern("ridge-pixels +grid \\+ ensemble +none")
        .containsPattern("ssc-omp +plain \\+ njw +none")
        .containsPattern("closed-form +grid \\+ ensemble +none +1 ")
        .doesNotContain("Exception", "k = 0");
    assertThat(swept.err()).doesNotContain("warning");
  }

  @Test
  @Order(2)
  void everyMethodHasItsRows() {
    try (SparkSession spark = SparkSessions.start("test")) {
      Dataset<Row> results = table(spark, "results");
      assertThat(results.filter("method = 'dsc-network'").count()).isEqualTo(4 * 3);
      // Over all cells and over each kind of attention: with one seed the others are the same.
      assertThat(results.filter("method = 'consensus'").count()).isEqualTo(3 * 3);
      assertThat(results.filter("method = 'consensus' and seed = -1").count()).isEqualTo(3 * 3);
      assertThat(results.filter("method = 'closed-form' and channels > 0").count()).isEqualTo(2);
      assertThat(results.filter("method = 'ridge-pixels' and channels = 0").count()).isEqualTo(2);
      assertThat(results.count()).isEqualTo(12 + 9 + 2 + 2 + 1 + 1);
      assertThat(results.filter("accuracy is null or seconds is null").count()).isZero();
      // Each ensemble has the gap of its own co-association.
      assertThat(
              results
                  .filter("method = 'dsc-network'")
                  .groupBy("channels", "attention")
                  .agg(functions.countDistinct("eigengap").as("gaps"))
                  .filter("gaps = 3")
                  .count())
          .isEqualTo(4);
      assertThat(table(spark, "assignments").count()).isEqualTo(results.count());
    }
  }

  @Test
  @Order(3)
  void theSameCommandAgainRecomputesNothing() throws IOException {
    Set<String> before = commits();
    Ended ended = again();

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).isEqualTo(swept.out());
    assertThat(commits()).isEqualTo(before);
  }

  @Test
  @Order(4)
  void aCellComesOutTheSameAgain() {
    Ended verified = SmallSweep.run("verify", run, "k2-channel-seed0");

    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out()).contains("cluster 50 % channel attention seed 0: identical");
  }

  @Test
  @Order(5)
  void pickNamesAClusterForEveryImageAndSaysWhy() throws IOException {
    Path csv = folder.resolve("clusters.csv");
    Ended picked = SmallSweep.run("pick", run, "--out", csv);

    assertThat(picked.code()).as(picked.err()).isZero();
    List<String> lines = Files.readAllLines(csv);
    assertThat(lines).hasSize(1 + 48).first().isEqualTo("image,cluster,confidence");
    assertThat(lines.subList(1, 49))
        .allMatch(line -> line.matches("obj\\d__\\d+\\.png,[0-3],[01]\\.\\d{4}"));
    assertThat(picked.out())
        .contains("48 images in 4 clusters by ensemble", "over 4 of 4 cells", "eigengap at K")
        .contains("its cells agree most, all of one seed")
        .containsPattern("Nearest trained model: k[12]-(none|channel)-seed0 .*/weights/");

    Ended named = SmallSweep.run("pick", run, "--out", csv, "--ensemble=ensemble-weighted");
    assertThat(named.code()).as(named.err()).isZero();
    assertThat(named.out())
        .contains("by ensemble-weighted", "Named by --ensemble")
        .containsPattern("ensemble-weighted .* 1.000\n");
  }

  @Test
  @Order(6)
  void pickNeedsNoLabelsAndNoSecondCell() throws IOException {
    Path unlabelled = folder.resolve("unlabelled");
    Ended ended =
        SmallSweep.run(
            "sweep",
            SmallSweep.configuration(folder),
            "--out",
            unlabelled,
            "-D",
            "data.labels=false",
            "-D",
            "clustering.clusterers=[ensemble]",
            "-D",
            "grid=[{compression = [25 %], attention = [none]}]");
    assertThat(ended.code()).as(ended.err()).isZero();
    Ended picked = SmallSweep.run("pick", unlabelled);

    assertThat(picked.code()).as(picked.err()).isZero();
    assertThat(picked.out().lines()).hasSize(1 + 48);
    assertThat(picked.err())
        .contains("by ensemble over 1 of 1 cells", "one cell")
        .doesNotContain("warning");
  }

  @Test
  @Order(7)
  void pickSaysWhatItNeeds() throws IOException {
    Path nothing = Files.createDirectories(folder.resolve("nothing"));
    assertThat(SmallSweep.run("pick", nothing).err())
        .startsWith("error: Cannot pick from")
        .contains("no run.json in it. Name the directory that a sweep wrote");
    assertThat(SmallSweep.run("pick", run, "--out", nothing).err())
        .contains("Cannot write clusters to " + nothing);
    assertThat(SmallSweep.run("pick", run, "--out", nothing).code()).isEqualTo(2);
    assertThat(SmallSweep.run("pick", run, "--ensemble", "njw").err())
        .startsWith("error: Cannot pick by njw")
        .contains("Name one of these: ensemble");
  }

  @Test
  @Order(8)
  void pickOfAnUnfinishedRunSaysHowToFinishIt() throws IOException {
    try (Stream<Path> commits = Files.walk(run.resolve("_commits/partitions"))) {
      for (Path commit : commits.filter(Files::isRegularFile).toList()) {
        if (commit.toString().contains("k2-channel-seed0")) {
          Files.delete(commit);
        }
      }
    }
    Ended picked = SmallSweep.run("pick", run, "--quiet");

    assertThat(picked.code()).as(picked.err()).isZero();
    assertThat(picked.out().lines()).hasSize(1 + 48);
    assertThat(picked.err())
        .startsWith(
            "warning: 1 cell is not done, and the answer may change. To finish, give the"
                + " sweep's command again with --out %s; 'subspark report' of it says what failed."
                    .formatted(run));
  }

  private static Dataset<Row> table(SparkSession spark, String name) {
    return spark.read().parquet(run.resolve(name).toString());
  }

  private static Set<String> commits() throws IOException {
    try (Stream<Path> files = Files.walk(run.resolve("_commits"))) {
      return files.filter(Files::isRegularFile).map(Path::toString).collect(Collectors.toSet());
    }
  }
}
