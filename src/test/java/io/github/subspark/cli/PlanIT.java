/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.cli.SmallSweep.Ended;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sweep would take, with times and without. */
class PlanIT {
  @TempDir private Path folder;

  @Test
  void aPlanTellsCellsJobsMemoryAndTime() throws IOException {
    Ended plan = SmallSweep.run("plan", SmallSweep.configuration(folder));

    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.err()).contains("Calibrating: k = 1: a few epochs", "Calibrating: k = 2:");
    assertThat(plan.out())
        .contains("turntable: 48 images of 32 x 32, 4 cells")
        .contains("Spark jobs: 4 cluster, 4 pic, 4 finetune, 2 pretrain; ")
        .containsPattern("25 % +1 +256 +30 x \\d+\\.\\d ms +10 x \\d+\\.\\d ms +\\d+ MB +\\d+ MB")
        .containsPattern("50 % +2 +512 +30 x ")
        .containsPattern(
            "Clustering of a cell: \\d+\\.\\d s, MLlib's power iteration: \\d+\\.\\d s")
        .containsPattern("Time on this machine: about \\d+ s");
  }

  @Test
  void withoutTimesNothingIsTrained() throws IOException {
    Ended plan = SmallSweep.run("plan", SmallSweep.configuration(folder), "--no-times");

    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.err()).doesNotContain("Calibrating");
    assertThat(plan.out())
        .contains("4 cells", "Memory: ")
        .containsPattern("25 % +1 +256 +30 epochs +10 epochs +\\d+ MB +\\d+ MB")
        .doesNotContain("Time on this machine", " ms");
  }
}
