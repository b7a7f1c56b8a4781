/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.cli.SmallSweep.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A whole sweep on embedded Spark, through the command line, looked at with Spark's own reader. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmbeddedSweepIT {
  @TempDir private static Path folder;
  private static Path run;
  private static Ended swept;

  @BeforeAll
  static void sweep() throws IOException {
    run = folder.resolve("run");
    swept = SmallSweep.run("sweep", SmallSweep.configuration(folder), "--out", run);
  }

  @Test
  @Order(1)
  void theTableHasEveryAffinityClustererAndArm() {
    assertThat(swept.code()).as(swept.err()).isZero();
    assertThat(swept.out())
        .contains("25 %", "50 %", "k = 1", "k = 2", "4 of 4 cells done")
        .contains("plain + pic", "plain + njw", "plain + discretize", "plain + power")
        .contains("dsc + pic", "dsc + njw", "dsc + discretize", "dsc + power")
        .doesNotContain("Exception", "WARN");
    assertThat(swept.err()).contains("Report: " + run.resolve("report.html"));
    assertThat(run.resolve("report.html"))
        .content()
        .contains("4 of 4 cells done", "plain + pic", "Channel attention minus none at 25 %");
  }

  @Test
  @Order(2)
  void sparksOwnReaderOpensEveryTable() {
    try (SparkSession spark = SparkSessions.start("test")) {
      assertThat(table(spark, "results").count()).isEqualTo(4 * 8);
      assertThat(table(spark, "assignments").count()).isEqualTo(4 * 8);
      assertThat(table(spark, "cells").filter("status = 'done'").count()).isEqualTo(4);
      assertThat(table(spark, "curves").filter("phase = 'pretraining'").count()).isEqualTo(2 * 30);
      assertThat(table(spark, "curves").filter("phase = 'finetuning'").count()).isEqualTo(4 * 10);
      assertThat(table(spark, "coefficients").count()).isEqualTo(4 * 48);
      assertThat(
              table(spark, "coefficients")
                  .filter("data = 'turntable' and compression = 0.5 and channels = 2")
                  .filter("attention = 'channel' and seed = 0 and size(values) = 48")
                  .count())
          .isEqualTo(48);
      assertThat(table(spark, "images").filter("label is not null").count()).isEqualTo(48);
      Row scores =
          table(spark, "results")
              .selectExpr(
                  "min(accuracy)",
                  "max(accuracy)",
                  "count(if(clusterer = 'pic', eigengap, null))",
                  "count(if(affinity = 'dsc', eigengap, null))")
              .first();
      assertThat(scores.getDouble(0)).isBetween(0.25, 1.0);
      assertThat(scores.getDouble(1)).isBetween(scores.getDouble(0), 1.0);
      assertThat(scores.getLong(2)).as("rows of pic have their affinity's gap").isEqualTo(4);
      assertThat(scores.getLong(3)).isEqualTo(4 * 4);
    }
  }

  @Test
  @Order(3)
  void theSameCommandAgainRecomputesNothing() throws IOException {
    Map<String, Long> before = steps();
    // Nothing can be moved over a folder with something in it.
    Files.delete(run.resolve("report.html"));
    Files.createFile(Files.createDirectory(run.resolve("report.html")).resolve("in the way"));
    Ended again = SmallSweep.run("sweep", SmallSweep.configuration(folder), "--out", run);
    delete(run.resolve("report.html"));

    assertThat(again.err()).contains("warning: no report.html: ");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains("All of 4 cells already done");
    assertThat(again.out()).isEqualTo(swept.out());
    assertThat(steps()).isEqualTo(before);
  }

  @Test
  @Order(4)
  void aRunStoppedHalfWayIsReportedAndFinishedWithWhatIsMissingAlone() throws IOException {
    Map<String, Long> whole = steps();
    List<String> undone =
        List.of(
            "coefficients/k2-channel-seed0",
            "partitions/k2-channel-seed0-local",
            "partitions/k1-none-seed0-pic");
    for (String key : undone) {
      delete(run.resolve("_commits").resolve(key));
    }
    Ended half = SmallSweep.run("report", run);
    assertThat(half.code()).as(half.err()).isZero();
    assertThat(half.out()).contains("2 of 4 cells done");
    Path page = folder.resolve("half.html");
    assertThat(SmallSweep.run("report", run, "--html", page).code()).isZero();
    assertThat(page).content().contains("2 of 4 cells done, 2 not yet");
    Ended csv = SmallSweep.run("report", run, "--format", "csv");
    assertThat(csv.out().lines()).hasSize(1 + 4 * 8 - 8 - 2);

    Ended finished = SmallSweep.run("sweep", SmallSweep.configuration(folder), "--out", run);
    assertThat(finished.code()).as(finished.err()).isZero();
    assertThat(finished.err()).contains("2 of 4 cells already done; 3 of 14 steps to go");
    assertThat(finished.out()).as("the same bits again").isEqualTo(swept.out());
    Map<String, Long> after = steps();
    undone.forEach(after::remove);
    undone.forEach(whole::remove);
    assertThat(after).isEqualTo(whole);
  }

  @Test
  @Order(5)
  void libtorchTrainsAnotherRunOfTheSameKind() throws IOException {
    Path torch = folder.resolve("torch");
    Object[] command = {
      "sweep", SmallSweep.configuration(folder), "-D", "training.engine=torch", "--out", torch
    };
    Ended trained = SmallSweep.run(command);
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("4 of 4 cells done");
    try (SparkSession spark = SparkSessions.start("test")) {
      Dataset<Row> results = spark.read().parquet(torch.resolve("results").toString());
      assertThat(results.filter("engine = 'torch' and backend like 'libtorch 2.%'").count())
          .isEqualTo(4 * 8);
      assertThat(table(spark, "results").filter("engine = 'dl4j' and backend like 'Cpu%'").count())
          .isEqualTo(4 * 8);
    }

    Ended compared =
        SmallSweep.run("report", run, torch, "--html", folder.resolve("compared.html"));
    assertThat(compared.code()).as(compared.err()).isZero();
    assertThat(compared.out())
        .contains("differs: training.engine: A \"dl4j\", B \"torch\"", "dsc + power");
    assertThat(folder.resolve("compared.html"))
        .content()
        .contains("training.engine", "dsc + power");

    command[command.length - 1] = run;
    Ended refused = SmallSweep.run(command);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains("another run (training.engine: \"torch\" here, \"dl4j\" in the run)");
  }

  @Test
  @Order(6)
  void anotherSpecificationIsRefusedWithTheDifference() throws IOException {
    Ended refused =
        SmallSweep.run(
            "sweep",
            SmallSweep.configuration(folder),
            "--out",
            run,
            "-D",
            "training.batch-size=24");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).contains("another run", "training.batch-size", "24", "20");
  }

  @Test
  @Order(7)
  void withoutLabelsThereAreClustersAndNoScores() throws IOException {
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
            "seeds=[0,1]",
            "-D",
            "grid=[{compression=[0.25],attention=[none]}]",
            "-D",
            "clustering.clusterers=[njw]");

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("No labels. Agreement between seeds");
    try (SparkSession spark = SparkSessions.start("test")) {
      Dataset<Row> results = spark.read().parquet(unlabelled + "/results");
      assertThat(results.filter("accuracy is null and nmi is null and ari is null").count())
          .isEqualTo(4);
      assertThat(results.filter("seed_agreement is not null").count()).isEqualTo(4);
    }
  }

  @Test
  @Order(8)
  void aDeadPretrainingIsARowAndEndsNothingElse() throws IOException {
    Path failing = folder.resolve("failing");
    Ended ended =
        SmallSweep.run(
            "sweep",
            SmallSweep.configuration(folder),
            "--out",
            failing,
            "-D",
            "training.restarts.final-share=1e-9",
            "-D",
            "training.restarts.limit=1",
            "-D",
            "clustering.clusterers=[ensemble]");

    assertThat(ended.code()).as(ended.err()).isEqualTo(3);
    assertThat(ended.err()).contains("failed: pretrain 25 % seed 0: dead-pretraining:");
    assertThat(ended.out())
        .contains("0 of 4 cells done", "failed: k=2 attention=none,channel seed=0");
    assertThat(SmallSweep.run("pick", failing).err())
        .startsWith("error: Cannot pick a clustering of")
        .contains(": none of its 4 cells is trained and clustered. 'subspark report'");
    try (SparkSession spark = SparkSessions.start("test")) {
      assertThat(
              spark
                  .read()
                  .parquet(failing + "/cells")
                  .filter("failed_step = 'pretrain' and failure_kind = 'dead-pretraining'")
                  .count())
          .isEqualTo(4);
    }
  }

  private static Dataset<Row> table(SparkSession spark, String name) {
    return spark.read().parquet(run + "/" + name);
  }

  /** Every committed attempt and when it was written: what a rerun must leave alone. */
  private static Map<String, Long> steps() throws IOException {
    Map<String, Long> steps = new TreeMap<>();
    Path commits = run.resolve("_commits");
    try (Stream<Path> files = Files.walk(commits)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        if (!file.getFileName().toString().startsWith(".")) {
          steps.put(
              commits.relativize(file.getParent()).toString(),
              Files.getLastModifiedTime(file).toMillis());
        }
      }
    }
    return steps;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
