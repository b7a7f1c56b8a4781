/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol of the paper's authors: beside label-free rows, marked, and changing none. */
class BestByLabelsIT {
  private static final List<String> RULE =
      List.of(
          "training.epoch-rule=best-by-labels",
          "training.best-by-labels.every=5",
          "training.best-by-labels.limit=15");
  private static final List<String> SMALL =
      List.of(
          "clustering.clusterers=[njw, discretize]",
          "affinity.kinds=[dsc]",
          "affinity.dsc.unit-diagonal=false");

  @TempDir private static Path folder;

  @Test
  void labelsChooseOnlyWhatIsMarked() throws IOException {
    SmallSweep.Ended fixed = sweep(folder.resolve("fixed"), SMALL);
    SmallSweep.Ended both =
        sweep(folder.resolve("both"), Stream.concat(SMALL.stream(), RULE.stream()).toList());

    assertThat(fixed.code()).as(fixed.err()).isZero();
    assertThat(both.code()).as(both.err()).isZero();
    assertThat(fixed.out()).doesNotContain("by labels");
    assertThat(both.out())
        .contains("dsc + discretize (best epoch by labels)", "They are no results of clustering");
    assertThat(folder.resolve("both/report.html"))
        .content()
        .contains("dsc + discretize (best epoch by labels)", "They are no results of clustering")
        .doesNotContain("Shown first is dsc + discretize (best epoch by labels)");
    try (SparkSession spark = SparkSessions.start("test")) {
      assertThat(rows(spark, "both", "fixed")).isEqualTo(rows(spark, "fixed", "fixed"));
      assertThat(rows(spark, "both", "best-by-labels")).hasSize(4);
      assertThat(residuals(spark, "best-by-labels")).containsOnly("[true]");
      assertThat(residuals(spark, "fixed")).containsOnly("[false]");
      // The tenth, last of the fixed epochs, is one of those that labels choose from.
      assertThat(
              spark
                  .sql(
                      ("SELECT * FROM parquet.`%1$s` f JOIN parquet.`%1$s` b"
                              + " USING (channels, attention, seed, affinity, clusterer)"
                              + " WHERE f.epoch_rule = 'fixed' AND b.epoch_rule = 'best-by-labels'"
                              + " AND b.accuracy >= f.accuracy")
                          .formatted(folder.resolve("both/results")))
                  .count())
          .isEqualTo(4);
    }
  }

  @Test
  void imagesWithoutLabelsAreRefused() throws IOException {
    SmallSweep.Ended ended =
        sweep(
            folder.resolve("unlabelled"),
            Stream.concat(RULE.stream(), Stream.of("data.labels=false")).toList());

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .contains("Cannot choose epochs by labels: turntable has none. Set training.epoch-rule");
  }

  private static SmallSweep.Ended sweep(Path run, List<String> settings) throws IOException {
    return SmallSweep.run(
        Stream.concat(
                Stream.of("sweep", SmallSweep.configuration(folder), "--out", run),
                settings.stream().flatMap(setting -> Stream.of("-D", setting)))
            .toArray());
  }

  /** Whether they are null. */
  private static List<String> residuals(SparkSession spark, String rule) {
    return spark
        .read()
        .parquet(folder.resolve("both/results").toString())
        .filter("method = 'dsc-network' AND epoch_rule = '" + rule + "'")
        .selectExpr("self_expression_residual IS NULL")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  private static List<String> rows(SparkSession spark, String run, String rule) {
    return spark
        .read()
        .parquet(folder.resolve(run).resolve("results").toString())
        .filter("epoch_rule = '" + rule + "'")
        .select("channels", "attention", "affinity", "clusterer", "accuracy", "seed_agreement")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .sorted()
        .collect(Collectors.toList());
  }
}
