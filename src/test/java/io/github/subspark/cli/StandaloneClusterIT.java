/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.cli.SmallSweep.Ended;
import io.github.subspark.cli.StandaloneCluster.Submitted;
import io.github.subspark.commit.Provenance;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.steps.Commits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job's jar through spark-submit on a real master and a real worker with two GPUs. */
class StandaloneClusterIT {
  private static final List<String> GPUS = List.of("3,5");

  @TempDir private Path folder;

  @Test
  void theJarSweepsOnSeparateProcessesAsItDoesEmbedded() throws IOException, InterruptedException {
    Path config = SmallSweep.configuration(folder);
    Path run = folder.resolve("run");
    Submitted refused;
    Submitted submitted;
    try (StandaloneCluster cluster = StandaloneCluster.start(folder, GPUS)) {
      refused = cluster.submit("sweep", config, "--out", run, "-D", "job.gpu-check=true");
      submitted = cluster.submit("sweep", config, "--out", run);
    }
    assertThat(refused.code()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err())
        .as("no training begins on GPUs that this build cannot use")
        .containsPattern("error: Cannot train on GPU [35] of \\S+: this build computes on proc")
        .doesNotContain("pretrain", "\tat ");

    assertThat(submitted.code()).as(submitted.err()).isZero();
    assertThat(submitted.out()).contains("4 of 4 cells done");
    assertThat(run.resolve("report.html"))
        .as("what the page is made of is in the jar")
        .content()
        .contains("4 of 4 cells done", "d3js.org", "@observablehq/plot");

    Ended embedded = SmallSweep.run("sweep", config, "--out", folder.resolve("embedded"));
    assertThat(embedded.code()).as(embedded.err()).isZero();
    assertThat(submitted.out()).as("the same figures in both places").isEqualTo(embedded.out());

    Map<String, List<Provenance>> trainings = trainings(run);
    assertThat(trainings.keySet()).as("both GPUs are used").containsOnly("gpu 3", "gpu 5");
    trainings.values().forEach(StandaloneClusterIT::assertOneAfterAnother);
  }

  /** By the GPU that Spark gave them. */
  private static Map<String, List<Provenance>> trainings(Path run) throws IOException {
    return Commits.of(RunDirectory.at(run.toString(), new Configuration())).trainings().stream()
        .map(commit -> commit.provenance())
        .sorted(Comparator.comparing(Provenance::started))
        .collect(Collectors.groupingBy(Provenance::device));
  }

  private static void assertOneAfterAnother(List<Provenance> onOneGpu) {
    Instant free = Instant.MIN;
    for (Provenance training : onOneGpu) {
      Instant started = Instant.parse(training.started());
      assertThat(started).as("the GPU's training before has ended").isAfterOrEqualTo(free);
      free = started.plus(Duration.ofMillis(Math.round(1e3 * training.seconds())));
    }
  }
}
