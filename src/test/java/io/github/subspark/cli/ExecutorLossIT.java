/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.cli.LocalCluster.Running;
import io.github.subspark.cli.SmallSweep.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors that are killed under the same step again and again. */
class ExecutorLossIT {
  private static final int EXECUTOR_MEMORY = 1024;

  /** With one fewer than Spark's limit, spark.task.maxFailures, under the other step. */
  private static final int MOST_DEATHS = 4 + 3;

  private static final String LOST = ": executor-lost: ";

  /** The driver waits for the worker's word, which a busy machine delays, before its own guess. */
  private static final Map<String, String> PATIENT =
      Map.of("spark.standalone.executorRemoveDelayOnDisconnection", "60s");

  @TempDir private Path folder;

  private final Object[] sweep = {
    "sweep",
    "--data=turntable",
    "--out=run",
    "-Ddata.turntable={objects=2,angles=12}",
    "-Dclusters=2",
    "-Dseeds=[0,1]",
    "-Dgrid=[{compression=[25 %],attention=[none]}]",
    "-Dtraining.pretraining-epochs=30",
    "-Dtraining.finetuning-epochs=5",
    "-Dtraining.restarts={early-epoch=1000,final-share=1}",
    "-Dclustering.clusterers=[njw]",
    "-Dclustering.baselines=[]"
  };

  @Test
  void aStepThatLostItsExecutorTooOftenFailsAloneAndIsTriedAgainUnasked()
      throws IOException, InterruptedException {
    Ended ended;
    try (Running running = LocalCluster.start(folder, EXECUTOR_MEMORY, PATIENT, sweep)) {
      // Its first task writes the table of images.
      running.await("run/images/part-0.parquet");
      // Which of the two steps the next executor begins with is Spark's choice.
      for (int death = 0; death < MOST_DEATHS && !running.err().contains(LOST); death++) {
        running.busyExecutor().ifPresent(ExecutorLossIT::kill);
      }
      ended = running.end();
    }
    assertThat(ended.code()).as(ended.err()).isEqualTo(3);
    assertThat(ended.err())
        .containsPattern(
            "pretrain 25 % seed \\d"
                + LOST
                + "its executor died under it 4 times, at last with: .*137");
    assertThat(ended.out()).as("its neighbour is not touched").contains("1 of 2 cells done");

    Ended again = LocalCluster.run(folder, EXECUTOR_MEMORY, Map.of(), sweep);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains("1 of 2 cells already done");
  }

  private static void kill(ProcessHandle executor) {
    executor.destroyForcibly();
    executor.onExit().join();
  }
}
