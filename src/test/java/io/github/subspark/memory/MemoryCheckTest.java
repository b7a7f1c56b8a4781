/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.subspark.InvalidInputException;
import io.github.subspark.images.Images;
import io.github.subspark.steps.StepKind;
import io.github.subspark.sweep.Grid;
import io.github.subspark.sweep.Setting;
import io.github.subspark.sweep.SpecReader;
import io.github.subspark.sweep.SweepSpec;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class MemoryCheckTest {
  private static final long MIB = 1L << 20;

  /** The default of submit/local.sh on two cores. */
  private static final long LOCAL_HEAP = (1024 + 2 * 512) * MIB;

  @Test
  void theShippedSweepsFitTheDefaultHeapOnTwoCores() {
    assertThatCode(() -> embedded(360, "[25 %, 50 %, 75 %]").require()).doesNotThrowAnyException();
    assertThatCode(() -> embedded(1440, "[75 %, 375 %]").require()).doesNotThrowAnyException();
  }

  @Test
  void aTooLargeSetIsRefusedWithTheHeapThatWouldDo() {
    assertThatThrownBy(() -> embedded(20_000, "[25 %]").require())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Cannot train 20000 images: this JVM needs 17")
        .hasMessageContaining("SUBSPARK_JAVA_OPTS=-Xmx")
        .hasMessageContaining("run fewer at once by SUBSPARK_JAVA_OPTS=-Dspark.master=local[1].");
  }

  @Test
  void anExecutorGetsWhatTheRefusalNames() {
    SparkConf conf = cluster().set("spark.executor.memory", "1g");
    SweepSpec spec = spec("[75 %]");
    Images images = images(6000);
    assertThatThrownBy(() -> executor(conf, spec, images).require())
        .hasMessageMatching(
            ".*an executor needs \\d+ MiB heap and \\d+ MiB off-heap for 2 tasks at once, and has"
                + " 1024 and 384. Set spark.executor.memory=1\\d+m and"
                + " spark.executor.memoryOverhead=1\\d+m, or run fewer at once by a smaller"
                + " spark.executor.cores\\.");
    String message = refusal(conf, spec, images);
    SparkConf mended =
        cluster()
            .set("spark.executor.memory", value(message, "spark.executor.memory"))
            .set("spark.executor.memoryOverhead", value(message, "spark.executor.memoryOverhead"));
    assertThatCode(() -> executor(mended, spec, images).require()).doesNotThrowAnyException();
  }

  @Test
  void overheadIsCountedAsSparkAsksForIt() {
    SparkConf conf = cluster().set("spark.executor.memory", "8g");
    assertThat(ProcessMemory.ofExecutor(conf).offHeapBytes()).isEqualTo(819 * MIB);
    conf.set("spark.executor.memoryOverheadFactor", "0.5");
    assertThat(ProcessMemory.ofExecutor(conf).offHeapBytes()).isEqualTo(4096 * MIB);
    conf.set("spark.memory.offHeap.enabled", "true").set("spark.memory.offHeap.size", "1g");
    assertThat(ProcessMemory.ofExecutor(conf).offHeapBytes()).isEqualTo(5120 * MIB);
    conf.set("spark.executor.memoryOverhead", "100");
    assertThat(ProcessMemory.ofExecutor(conf).offHeapBytes()).isEqualTo(1124 * MIB);
    assertThat(ProcessMemory.ofExecutor(cluster()).offHeapBytes()).isEqualTo(384 * MIB);
    assertThat(ProcessMemory.ofExecutor(cluster()).heapBytes()).isEqualTo(1024 * MIB);
  }

  @Test
  void trainingsAtOnceFollowCoresAndGpus() {
    assertThat(SparkSettings.trainings(cluster(), 1)).isEqualTo(2);
    assertThat(SparkSettings.trainings(cluster(), 2)).isEqualTo(1);
    SparkConf gpu = cluster().set("spark.executor.resource.gpu.amount", "1");
    assertThat(SparkSettings.trainings(gpu, 1)).isEqualTo(1);
    assertThat(SparkSettings.trainings(master("local[6]"), 2)).isEqualTo(3);
    assertThat(SparkSettings.trainings(master("local"), 1)).isEqualTo(1);
    assertThat(SparkSettings.trainings(master("local[8, 2]"), 1)).isEqualTo(8);
    assertThat(SparkSettings.trainings(master("local-cluster[2,4,1024]"), 1)).isEqualTo(4);
    assertThat(SparkSettings.trainings(master("yarn"), 1)).as("YARN's default").isEqualTo(1);
  }

  @Test
  void whatStandsBesideTheCellsTakesMorePixelsThanLatents() {
    SweepSpec spec = spec("[25 %]");
    Images images = images(100);
    Grid grid = Grid.of(spec, images);

    StepMemory aside = StepMemory.aside(grid, spec, 100);

    assertThat(aside.heapBytes()).isEqualTo(20L * 100 * 100 + 12L * 100 * images.size());
    assertThat(aside.heapBytes())
        .isGreaterThan(
            StepMemory.of(StepKind.CLUSTER, grid.architecture(grid.cells().get(0)), spec, 100)
                .heapBytes());
  }

  private static MemoryCheck embedded(int count, String compressions) {
    SweepSpec spec = spec(compressions);
    Images images = images(count);
    return new MemoryCheck(
        new ProcessMemory(
            ProcessKind.EMBEDDED,
            LOCAL_HEAP,
            2048 * MIB,
            ProcessMemory.ofEmbedded().heapBase(),
            ProcessMemory.ofEmbedded().offHeapBase()),
        count,
        2,
        StepMemory.largest(Grid.of(spec, images), spec, count),
        12L * count * images.size());
  }

  private static MemoryCheck executor(SparkConf conf, SweepSpec spec, Images images) {
    return new MemoryCheck(
        ProcessMemory.ofExecutor(conf),
        images.count(),
        SparkSettings.trainings(conf, 1),
        StepMemory.largest(Grid.of(spec, images), spec, images.count()),
        4L * images.count() * images.size());
  }

  private static String refusal(SparkConf conf, SweepSpec spec, Images images) {
    try {
      executor(conf, spec, images).require();
      return "";
    } catch (InvalidInputException refused) {
      return refused.getMessage();
    }
  }

  private static String value(String message, String setting) {
    return message.replaceAll(".*" + setting.replace(".", "\\.") + "=(\\w+).*", "$1");
  }

  private static SparkConf cluster() {
    return master("spark://127.0.0.1:7077").set("spark.executor.cores", "2");
  }

  private static SparkConf master(String master) {
    return new SparkConf(false).set("spark.master", master);
  }

  private static Images images(int count) {
    return new Images(count, 1, 32, 32, new float[count * 1024]);
  }

  private static SweepSpec spec(String compressions) {
    return SpecReader.read(
        Optional.empty(),
        List.of(
            Setting.ofDataPath("turntable"),
            Setting.ofDefinition("clusters=20"),
            Setting.ofDefinition("grid=[{compression=" + compressions + ",attention=[channel]}]")));
  }
}
