/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.ImageReader;
import io.github.subspark.images.Images;
import io.github.subspark.job.PretrainingAlone;
import io.github.subspark.sweep.ConfigText;
import io.github.subspark.sweep.Setting;
import io.github.subspark.sweep.SpecReader;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.Epoch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One pretraining on a standalone cluster of one executor in mode local, then of one and of two
 * executors in mode spark: time of an epoch, the executors' peak memory, loss. System properties:
 * pretraining.data (turntable, or a file), pretraining.angles (of 100 objects), pretraining.epochs,
 * pretraining.frequency, pretraining.memory (an executor's heap), pretraining.jvm (further options
 * of an executor's JVM).
 */
class SharedPretrainingScaleIT {
  private static final String DATA = System.getProperty("pretraining.data", "turntable");
  private static final int ANGLES = Integer.getInteger("pretraining.angles", 3);
  private static final int EPOCHS = Integer.getInteger("pretraining.epochs", 10);
  private static final int FREQUENCY = Integer.getInteger("pretraining.frequency", 32);
  private static final String MEMORY = System.getProperty("pretraining.memory", "1g");
  private static final String JVM = System.getProperty("pretraining.jvm", "");

  @TempDir private Path folder;

  /** What a pretraining took. */
  private record Measured(double loss, String executors) {}

  @Test
  void twoExecutorsShareAPretraining() throws Exception {
    Images images = ImageReader.read(spec("local").data(), new Configuration()).images();
    Measured local = pretrain("local", images, List.of("3"));
    pretrain("spark", images, List.of("3"));
    Measured shared = pretrain("spark", images, List.of("3", "5"));

    assertThat(shared.executors()).as("both executors").matches("[01], [01]");
    assertThat(shared.loss()).isCloseTo(local.loss(), within(0.05 * local.loss()));
  }

  private Measured pretrain(String mode, Images images, List<String> workers) throws Exception {
    Path place = folder.resolve(mode + workers.size());
    Files.createDirectories(place);
    RunDirectory run = RunDirectory.at(place.resolve("run").toString(), new Configuration());
    try (StandaloneCluster cluster = StandaloneCluster.start(place, workers);
        SparkSession spark = session(cluster)) {
      spark.sparkContext().setLogLevel("ERROR");
      awaitExecutors(spark, workers.size());
      Instant started = Instant.now();
      CommitRecord commit = PretrainingAlone.run(spark, spec(mode), images, run).get(0);
      double seconds = Duration.between(started, Instant.now()).toMillis() / 1e3;
      List<Epoch> curve = run.curve(commit);
      double loss = curve.get(curve.size() - 1).total();
      System.out.printf(
          "%s, %d executors, %d images, %d epochs: %.1f s in all, peak %d MB, loss %.6g%n",
          mode,
          workers.size(),
          images.count(),
          curve.size(),
          seconds,
          commit.provenance().peakBytes() >> 20,
          loss);
      return new Measured(loss, commit.provenance().executor());
    }
  }

  private static SweepSpec spec(String mode) {
    List<Setting> settings =
        Stream.of(
                "data.path=" + DATA,
                "data.turntable={objects=100,angles=%d}".formatted(ANGLES),
                "clusters=2",
                "grid=[{compression=[75 %],attention=[none]}]",
                "seeds=[0]",
                "training.pretraining-epochs=" + EPOCHS,
                "training.restarts={early-epoch=100000,final-share=1}",
                "pretraining={mode=%s,averaging-frequency=%d}".formatted(mode, FREQUENCY))
            .map(Setting::ofDefinition)
            .toList();
    return SpecReader.read(Optional.of(new ConfigText("test", "")), settings);
  }

  private static SparkSession session(StandaloneCluster cluster) {
    return SparkSession.builder()
        .master(cluster.master())
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.executor.memory", MEMORY)
        .config("spark.executor.cores", "1")
        .config("spark.executor.extraJavaOptions", JVM)
        .config("spark.executor.extraClassPath", StandaloneCluster.JAR.toString())
        .getOrCreate();
  }

  private static void awaitExecutors(SparkSession spark, int count) throws InterruptedException {
    while (spark.sparkContext().statusTracker().getExecutorInfos().length <= count) {
      Thread.sleep(100);
    }
  }
}
