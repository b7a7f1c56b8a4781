/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.cli.SmallSweep.Ended;
import io.github.subspark.cli.StandaloneCluster.Submitted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job's jar through spark-submit on a real master and two real workers. */
class StandaloneClusterIT {
  private static final List<String> GPUS = List.of("3", "5");

  @TempDir private Path folder;

  @Test
  void theJarSweepsOnSeparateProcessesAsItDoesEmbedded() throws IOException, InterruptedException {
    Path config = SmallSweep.configuration(folder);
    Path run = folder.resolve("run");
    Submitted submitted;
    try (StandaloneCluster cluster = StandaloneCluster.start(folder, GPUS)) {
      submitted = cluster.submit("sweep", config, "--out", run);
    }
    assertThat(submitted.code()).as(submitted.err()).isZero();
    assertThat(submitted.out()).contains("4 of 4 cells done");

    Ended embedded = SmallSweep.run("sweep", config, "--out", folder.resolve("embedded"));
    assertThat(embedded.code()).as(embedded.err()).isZero();
    assertThat(submitted.out()).as("the same figures in both places").isEqualTo(embedded.out());

    try (SparkSession spark = SparkSessions.start("test")) {
      List<String> devices =
          spark
              .read()
              .parquet(run + "/cells")
              .select("device")
              .distinct()
              .as(Encoders.STRING())
              .collectAsList();
      assertThat(devices)
          .as("trainings hold the GPU that Spark gave them")
          .isNotEmpty()
          .isSubsetOf("gpu 3", "gpu 5");
    }
  }
}
