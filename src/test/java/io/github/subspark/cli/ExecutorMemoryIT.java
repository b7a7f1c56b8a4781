/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.cli.SmallSweep.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors that are too small for a cell, and executors that never come. */
class ExecutorMemoryIT {
  @TempDir private Path folder;

  @Test
  void aCellTooLargeForItsExecutorFailsAloneAndInWords() throws IOException, InterruptedException {
    // Spark is told of enough; the executor itself, whose limit is 900 MiB, knows better.
    Ended ended =
        LocalCluster.run(
            folder,
            600,
            Map.of(
                "spark.executor.memoryOverhead",
                "600m",
                "spark.executor.extraJavaOptions",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=900m"),
            "sweep",
            "--data=turntable",
            "--out=run",
            "-Ddata.turntable={objects=4,angles=310}",
            "-Dclusters=4",
            "-Dseeds=[0]",
            "-Dgrid=[{compression=[25 %, 375 %],attention=[none]}]",
            "-Dtraining.pretraining-epochs=1",
            "-Dtraining.finetuning-epochs=1",
            "-Dtraining.restarts={early-epoch=1000,final-share=1}",
            "-Dclustering.clusterers=[njw]",
            "-Dclustering.baselines=[]");

    assertThat(ended.code()).as(ended.err()).isEqualTo(3);
    assertThat(ended.err())
        .containsPattern(
            "fine-tune 375 % no attention seed 0: out-of-memory: it needs 1\\d\\d MiB off-heap and"
                + " an executor has \\d+ for steps. Set spark.executor.memoryOverhead=\\d+m");
    assertThat(ended.out()).as("its neighbour is not touched").contains("1 of 2 cells done");
  }

  @Test
  void aGpuThatNoWorkerHasIsNotWaitedForForEver() throws IOException, InterruptedException {
    Ended ended =
        LocalCluster.run(
            folder,
            1024,
            Map.of("spark.executor.resource.gpu.amount", "1"),
            "sweep",
            SmallSweep.configuration(folder),
            "--out=run",
            "-Djob.executor-wait-seconds=3");

    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err().lines().filter(line -> line.startsWith("error: ")))
        .singleElement()
        .asString()
        .contains("Cannot train: local-cluster[1,1,1024] gave no executor with")
        .contains("spark.executor.memory=1024m, spark.executor.resource.gpu.amount=1")
        .contains("Ask for no more than its workers have, or raise job.executor-wait-seconds");
    assertThat(ended.err()).doesNotContain("\tat ");
  }
}
