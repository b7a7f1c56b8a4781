/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.cli.LocalCluster.Running;
import io.github.subspark.cli.SmallSweep.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep whose pretrainings are shared, on executors that are processes of their own. */
class SharedPretrainingClusterIT {
  private static final int EXECUTOR_MEMORY = 1024;

  @TempDir private Path folder;

  @Test
  void anExecutorsDeathInTheMiddleOfItChangesNothing() throws IOException, InterruptedException {
    Object[] sweep = {
      "sweep",
      "--data=turntable",
      "--out=run",
      "-Ddata.turntable={objects=2,angles=30}",
      "-Dclusters=2",
      "-Dseeds=[0]",
      "-Dgrid=[{compression=[25 %],attention=[none]}]",
      "-Dtraining.pretraining-epochs=40",
      "-Dtraining.batch-size=20",
      "-Dtraining.finetuning-epochs=5",
      "-Dtraining.restarts={early-epoch=1000,final-share=1}",
      "-Dpretraining={mode=spark,averaging-frequency=1}",
      "-Dclustering.clusterers=[njw]",
      "-Dclustering.baselines=[]"
    };
    Ended ended;
    boolean killed;
    try (Running running = LocalCluster.start(folder, EXECUTOR_MEMORY, Map.of(), sweep)) {
      running.await("run/images/part-0.parquet");
      killed = running.busyExecutor().map(SharedPretrainingClusterIT::kill).orElse(false);
      ended = running.end();
    }
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(killed).isTrue();

    Ended again = LocalCluster.run(folder, EXECUTOR_MEMORY, Map.of(), sweep);
    assertThat(again.err()).contains("All of 1 cell already done");

    Object[] embedded =
        Stream.of(sweep)
            .map(argument -> argument.equals("--out=run") ? "--out=" + folder + "/other" : argument)
            .toArray();
    assertThat(SmallSweep.run(embedded).out()).as("the same figures").isEqualTo(ended.out());
  }

  private static boolean kill(ProcessHandle executor) {
    executor.destroyForcibly();
    executor.onExit().join();
    return true;
  }
}
