/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.ImageReader;
import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.Attention;
import io.github.subspark.network.NetworkSpec;
import io.github.subspark.sweep.ConfigText;
import io.github.subspark.sweep.Setting;
import io.github.subspark.sweep.SpecReader;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.Engine;
import io.github.subspark.training.Epoch;
import io.github.subspark.training.EpochListener;
import io.github.subspark.training.FineTuned;
import io.github.subspark.training.Pretrained;
import io.github.subspark.training.TrainingSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pretrainings whose images and steps are shared among tasks of embedded Spark. */
class SharedPretrainingIT {
  private static final String CONFIG =
      """
      data { path = turntable, height = 16, width = 16, turntable { objects = 5, angles = 30 } }
      clusters = 5
      grid = [{ compression = [75 %], attention = [none] }]
      seeds = [1]
      training {
        pretraining-epochs = 100, batch-size = 50
        restarts { best-of = 1, early-epoch = 1000, final-share = 1 }
      }
      """;

  private static SparkSession spark;
  private static Images images;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.scheduler.mode", "FAIR")
            .getOrCreate();
    spark.sparkContext().setLogLevel("OFF");
    images = ImageReader.read(spec().data(), new Configuration()).images();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static SweepSpec spec(String... settings) {
    return SpecReader.read(
        Optional.of(new ConfigText("test", CONFIG)),
        Stream.of(settings).map(Setting::ofDefinition).toList());
  }

  private RunDirectory directory(String name) {
    return RunDirectory.at(folder.resolve(name).toString(), new Configuration());
  }

  private CommitRecord pretrain(String run, String... settings) throws Exception {
    List<CommitRecord> commits =
        PretrainingAlone.run(spark, spec(settings), images, directory(run));
    assertThat(commits).hasSize(1);
    return commits.get(0);
  }

  private List<Epoch> curve(String run, CommitRecord commit) throws Exception {
    return directory(run).curve(commit);
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "3, 100"})
  void theLossIsThatOfOneTask(int workers, int frequency) throws Exception {
    List<Epoch> local = curve("local", pretrain("local"));
    List<Epoch> shared =
        curve(
            "shared",
            pretrain(
                "shared",
                "pretraining.mode=spark",
                "pretraining.workers=" + workers,
                "pretraining.averaging-frequency=" + frequency));

    assertThat(shared).hasSameSizeAs(local);
    double end = local.get(99).total();
    assertThat(end).as("it learns").isLessThan(local.get(0).total() / 5);
    assertThat(shared.get(99).total()).isCloseTo(end, within(0.05 * end));
  }

  @Test
  void aSeedGivesTheSameBitsAndIsComputedOnce() throws Exception {
    // With three workers the order of a sum shows in its bits.
    String[] settings = {
      "pretraining.mode=spark", "pretraining.workers=3", "training.pretraining-epochs=20"
    };
    CommitRecord first = pretrain("first", settings);
    CommitRecord again = pretrain("again", settings);

    assertThat(directory("again").weights(again)).isEqualTo(directory("first").weights(first));
    assertThat(curve("again", again)).isEqualTo(curve("first", first));
    assertThat(pretrain("first", settings)).as("resumed").isEqualTo(first);
  }

  @Test
  void aTaskWithoutMemoryFailsAsSuch() {
    assertThatThrownBy(() -> exhausted("job.gpu-check=false"))
        .hasMessageContaining("out-of-memory: planned");
  }

  @Test
  void aTaskWhoseGpuWillNotDoFailsAsSuch() {
    assertThatThrownBy(() -> exhausted("job.gpu-check=true"))
        .hasMessageContaining("gpu-unusable: Cannot train on GPU 0");
  }

  private void exhausted(String setting) throws Exception {
    PretrainingAlone.run(
        spark,
        spec("pretraining.mode=spark", setting),
        images,
        directory("exhausted"),
        new ExhaustedEngine());
  }

  /** Has no memory for the GPU that it is given. */
  private record ExhaustedEngine() implements PretendedEngine {
    @Override
    public boolean needsGpu() {
      return true;
    }

    @Override
    public Engine on(String address) {
      throw new OutOfMemoryError("planned");
    }

    @Override
    public Pretrained pretrain(
        Images images,
        Architecture architecture,
        TrainingSpec spec,
        long seed,
        EpochListener listener) {
      throw new AssertionError("only asked for its device");
    }

    @Override
    public FineTuned fineTune(
        Images images,
        Architecture architecture,
        Attention attention,
        NetworkSpec network,
        TrainingSpec spec,
        Pretrained pretrained,
        long seed,
        EpochListener listener) {
      throw new AssertionError("only asked for its device");
    }
  }
}
