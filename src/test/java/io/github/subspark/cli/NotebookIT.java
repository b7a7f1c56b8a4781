/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.cli.NotePlayer.Played;
import io.github.subspark.scores.SeedStatistics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notebook, played by Zeppelin on small runs, and the documented queries on the same. */
class NotebookIT {
  private static final Path NOTE = Path.of("notebooks", "subspark_2KAHN6QXD.zpln");
  private static final Path TABLES = Path.of("docs", "tables.md");
  private static final int IMAGES = 48;

  /** What the notebook chooses where nobody chose. */
  private static final String RECIPE = "affinity = 'dsc' AND clusterer = 'discretize'";

  private static final String CELL = "channels = 1 AND attention = 'none' AND seed = 0";

  private static final String SHELL = "In spark-shell";

  @TempDir private static Path folder;
  private static AnalysedRuns runs;
  private static Path renamedScore;
  private static Path renamedOthers;
  private static Zeppelin zeppelin;
  private static Map<Path, List<Played>> played;
  private static SparkSession spark;

  @BeforeAll
  static void play() throws IOException, InterruptedException {
    runs = AnalysedRuns.sweep(folder);
    spark = SparkSessions.start("test");
    renamedScore = runs.renamed(spark, "renamed-score", Map.of("results", "accuracy"));
    renamedOthers =
        runs.renamed(
            spark,
            "renamed-others",
            Map.of(
                "cells", "failed_step",
                "curves", "reconstruction",
                "assignments", "assignments",
                "coefficients", "values",
                "images", "png"));
    zeppelin = new Zeppelin(folder, NOTE);
    played =
        zeppelin.play(
            new NoteReader.Paragraph(SHELL, "spark", linesForTheShell()),
            List.of(
                runs.whole(),
                runs.half(),
                runs.unlabelled(),
                runs.failed(),
                renamedOthers,
                renamedScore));
  }

  private static String linesForTheShell() throws IOException {
    return MarkdownCode.blocks(TABLES, "scala").get(0).replace("RUN", runs.whole().toString());
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void zeppelinsParserReadsEveryParagraph() throws IOException {
    assertThat(zeppelin.note())
        .extracting(NoteReader.Paragraph::interpreter)
        .containsOnly("md", "spark", "spark.sql");
    assertThat(zeppelin.note()).allSatisfy(p -> assertThat(p.script()).isNotBlank());
    assertThat(played.get(runs.whole()))
        .filteredOn(p -> !p.title().equals(SHELL))
        .as("all but the texts are played")
        .hasSameSizeAs(
            zeppelin.note().stream().filter(p -> !p.interpreter().equals("md")).toList());
  }

  @Test
  void everyParagraphSucceedsInEveryStateOfARun() {
    for (Path run : List.of(runs.whole(), runs.half(), runs.unlabelled(), runs.failed())) {
      assertThat(played.get(run))
          .allSatisfy(p -> assertThat(p.code()).as(run + " " + p).isEqualTo("SUCCESS"))
          .allSatisfy(p -> assertThat(p.text()).as(p.title()).isNotBlank());
    }
  }

  @Test
  void theResultsAreTheTablesMeansAndDeviations() {
    String table = shown(runs.whole(), "Results");
    assertThat(table.lines()).hasSize(1 + 2 * 3);
    assertThat(table.lines().findFirst()).contains("recipe\tattention\t25 %\t50 %");
    for (String attention : List.of("none", "channel", "constant")) {
      SeedStatistics quarter = accuracies(runs.whole(), attention, 0.25);
      SeedStatistics half = accuracies(runs.whole(), attention, 0.5);
      assertThat(table.lines())
          .contains(
              "dsc + discretize\t%s\t%s (2)\t%s (2)"
                  .formatted(attention, text(quarter), text(half)));
    }
    assertThat(shown(runs.whole(), "Beside the paper's table 2"))
        .contains("25 %\t89.44\t" + text(accuracies(runs.whole(), "none", 0.25)))
        .contains("375 %\t93.68\tnot in this run");
  }

  @Test
  void chartsHaveEverySeed() {
    assertThat(shown(runs.whole(), "Mean accuracy").lines()).hasSize(1 + 12);
    assertThat(shown(runs.whole(), "Every seed").lines()).hasSize(1 + 12);
    assertThat(shown(runs.half(), "Every seed").lines()).hasSize(1 + 11);
    assertThat(shown(runs.whole(), "Means, spread and seeds").split("<circle", -1)).hasSize(1 + 12);
    assertThat(shown(runs.whole(), "Loss in fine-tuning").lines()).hasSize(1 + 4 * 10);
    assertThat(shown(runs.whole(), "Pretraining").lines()).hasSize(1 + 2 * 30);
  }

  @Test
  void attentionIsComparedInPairs() {
    String shown = shown(runs.whole(), "Attention, paired over seeds");
    assertThat(shown.strip().lines()).hasSize(2 * 2);
    for (String other : List.of("none", "constant")) {
      SeedStatistics pairs = differences(runs.whole(), other, 0.5);
      double half =
          new TDistribution(1).inverseCumulativeProbability(0.975)
              * pairs.standardDeviation()
              / Math.sqrt(2);
      assertThat(shown)
          .contains(
              String.format(
                  Locale.ROOT,
                  "50 %%, channel minus %s: %.1f points over 2 seeds, 95 %% interval %.1f to %.1f.",
                  other,
                  pairs.mean(),
                  pairs.mean() - half,
                  pairs.mean() + half));
    }
    assertThat(shown(runs.half(), "Attention, paired over seeds"))
        .contains("over 1 seeds. One seed says nothing of the noise.");
  }

  @Test
  void coefficientsAreAPictureSortedByCluster() throws IOException {
    String shown = shown(runs.whole(), "C sorted by cluster");
    Matcher picture = Pattern.compile("data:image/png;base64,([^']+)'").matcher(shown);
    assertThat(picture.find()).isTrue();
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(picture.group(1))));
    assertThat(List.of(image.getWidth(), image.getHeight())).containsOnly(IMAGES);
    assertThat(shown)
        .contains(String.format(Locale.ROOT, ": %.1f %% of the sum", 100 * shareWithinClusters()));
  }

  @Test
  void imagesAreMisplacedAsOftenAsTheAccuracySays() {
    for (Path run : List.of(runs.whole(), runs.half())) {
      double accuracy =
          table(run, "results").where(RECIPE).where(CELL).first().<Double>getAs("accuracy");
      long misplaced = Math.round((1 - accuracy) * IMAGES);
      String shown = shown(run, "Misplaced images");
      assertThat(shown).contains(misplaced + " of 48 images are misplaced");
      assertThat(shown.split("<figure", -1)).hasSize(Math.toIntExact(1 + misplaced));
    }
  }

  @Test
  void whatIsMissingIsSaid() {
    assertThat(shown(runs.whole(), "Cells that are not done")).contains("Every cell is done.");
    assertThat(shown(runs.half(), "Cells that are not done").lines()).hasSize(1 + 1);
    assertThat(shown(runs.half(), "The run")).contains("11 of 12 cells done");
    assertThat(shown(runs.unlabelled(), "The run")).contains("No labels, so no accuracy");
    assertThat(shown(runs.unlabelled(), "Results")).contains("agreement ");
    assertThat(shown(runs.unlabelled(), "Misplaced images")).contains("No labels");
    assertThat(shown(runs.unlabelled(), "C sorted by cluster")).contains("data:image/png");
    assertThat(shown(runs.failed(), "The run")).contains("No cell has been clustered yet");
    assertThat(shown(runs.failed(), "C sorted by cluster")).contains("no C to show");
    assertThat(shown(runs.failed(), "Cells that are not done")).contains("dead-pretraining");
  }

  @Test
  void aRenamedColumnFails() {
    assertThat(paragraph(renamedScore, "The run").code()).isEqualTo("ERROR");
    assertThat(shown(renamedScore, "The run")).contains("accuracy");
    assertThat(played.get(renamedOthers).stream().filter(p -> p.code().equals("ERROR")))
        .extracting(Played::title)
        .containsExactly(
            "Loss in fine-tuning",
            "Pretraining",
            "C sorted by cluster",
            "Misplaced images",
            "Cells that are not done");
  }

  @Test
  void everyDocumentedQueryAnswers() throws IOException {
    List<String> statements = MarkdownCode.statements(TABLES);
    assertThat(statements).hasSize(6 + 9);
    for (String statement : statements) {
      boolean view = statement.startsWith("CREATE");
      assertThat(answers(statement)).as(statement).matches(rows -> rows.isEmpty() == view);
    }
    SeedStatistics quarter = accuracies(runs.half(), "none", 0.25);
    assertThat(answers(statements.get(6)))
        .as("the paper's table")
        .hasSize(2 * 2 * 3)
        .contains(
            "[dsc,discretize,none,0.25,2,%s,%s]"
                .formatted(tenths(quarter.mean()), tenths(quarter.standardDeviation())));
    assertThat(answers(statements.get(8)))
        .as("cells that are not done")
        .containsExactly("[2,channel,1,missing,null,null,null]");
    SeedStatistics pairs = differences(runs.half(), "constant", 0.25);
    assertThat(answers(statements.get(9)))
        .as("attention, paired")
        .contains(
            "[constant,0.25,dsc,discretize,2,%s,%s]"
                .formatted(
                    hundredths(pairs.mean()),
                    hundredths(pairs.standardDeviation() / Math.sqrt(2))));
    assertThat(answers(statements.get(11))).as("a last epoch a training").hasSize(4 + 11);
    assertThat(answers(statements.get(13))).as("a share for each C").hasSize(11);
  }

  @Test
  void theLinesForTheShellShowTheSameMeans() {
    assertThat(shown(runs.whole(), SHELL))
        .containsPattern(
            "\\| *none\\| *%s\\|".formatted(tenths(accuracies(runs.whole(), "none", 0.25).mean())));
  }

  private static List<String> answers(String statement) {
    return spark.sql(statement.replace("RUN", runs.half().toString())).collectAsList().stream()
        .map(Row::toString)
        .toList();
  }

  private static double tenths(double value) {
    return Math.round(10 * value) / 10.0;
  }

  private static double hundredths(double value) {
    return Math.round(100 * value) / 100.0;
  }

  private static Played paragraph(Path run, String title) {
    return played.get(run).stream().filter(p -> p.title().equals(title)).findFirst().orElseThrow();
  }

  private static String shown(Path run, String title) {
    return paragraph(run, title).text();
  }

  private static Dataset<Row> table(Path run, String name) {
    return spark.read().parquet(run + "/" + name);
  }

  /** Times 100 last, as the note does: a mean of 56.25 is rounded the same way then. */
  private static SeedStatistics accuracies(Path run, String attention, double compression) {
    SeedStatistics fractions =
        SeedStatistics.of(
            table(run, "results")
                .where(RECIPE)
                .where("attention = '%s' AND compression = %s".formatted(attention, compression))
                .select("accuracy")
                .collectAsList()
                .stream()
                .mapToDouble(row -> row.getDouble(0))
                .toArray());
    return new SeedStatistics(
        fractions.seeds(), 100 * fractions.mean(), 100 * fractions.standardDeviation());
  }

  private static SeedStatistics differences(Path run, String other, double compression) {
    Dataset<Row> rows = table(run, "results").where(RECIPE).where("compression = " + compression);
    return percent(
        rows.where("attention = 'channel'")
            .as("c")
            .join(rows.where("attention = '" + other + "'").as("o"), "seed")
            .selectExpr("c.accuracy - o.accuracy"));
  }

  private static SeedStatistics percent(Dataset<Row> fractions) {
    return SeedStatistics.of(
        fractions.collectAsList().stream().mapToDouble(row -> 100 * row.getDouble(0)).toArray());
  }

  private static String text(SeedStatistics statistics) {
    return String.format(
        Locale.ROOT, "%.1f ± %.1f", statistics.mean(), statistics.standardDeviation());
  }

  private static double shareWithinClusters() {
    List<Integer> clusters =
        table(runs.whole(), "assignments").where(RECIPE).where(CELL).first().getList(10);
    double within = 0;
    double all = 0;
    for (Row row : table(runs.whole(), "coefficients").where(CELL).collectAsList()) {
      List<Float> values = row.getList(6);
      for (int j = 0; j < values.size(); j++) {
        double c = Math.abs(values.get(j));
        all += c;
        within += clusters.get(j).equals(clusters.get(row.<Integer>getAs("row"))) ? c : 0;
      }
    }
    return within / all;
  }
}
