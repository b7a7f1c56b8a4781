/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.cli.SmallSweep.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit/yarn.sh} on daemons in processes of their own: images and run on HDFS. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class YarnIT {
  private static final int LONGEST_MINUTES = 6;
  private static final String GRID = "-Dgrid=[{compression=[25 %],attention=[none,channel]}]";
  private static final String RECIPES = "-Dclustering.clusterers=[njw,pic]";

  @TempDir private static Path folder;
  private static HadoopCluster cluster;
  private static Path config;
  private static Ended embedded;

  @BeforeAll
  static void putImagesOnHdfs() throws IOException, InterruptedException {
    config = SmallSweep.configuration(folder);
    Path images = folder.resolve("images");
    assertThat(
            SmallSweep.run("data", "render", images, "-Ddata.turntable={objects=4,angles=12}")
                .code())
        .isZero();
    cluster = HadoopCluster.start(folder);
    Ended put = SmallSweep.run("data", "render", cluster.hdfs("/images"), "--data", images);
    assertThat(put.code()).as(put.err()).isZero();
    embedded =
        SmallSweep.run(
            "sweep", config, "--data", images, "--out", folder.resolve("embedded"), GRID, RECIPES);
    assertThat(embedded.code()).as(embedded.err()).isZero();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void aDriverOnTheClusterFindsTheEmbeddedFiguresAndItsLogComesBack()
      throws IOException, InterruptedException {
    Ended ended =
        submit(List.of(), "sweep", config, "--data=/images", "--out=/runs/cluster", GRID, RECIPES);
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err()).contains(embedded.out());

    Ended report = SmallSweep.run("report", cluster.hdfs("/runs/cluster"));
    assertThat(embedded.out()).as("tables lie on HDFS").endsWith(report.out());
  }

  @Test
  @Order(2)
  void aDriverHereGoesOnWithTheSameRun() throws IOException, InterruptedException {
    Ended ended =
        submit(
            List.of("--deploy-mode", "client"),
            "sweep",
            config,
            "--data=/images",
            "--out=/runs/cluster",
            GRID,
            RECIPES);
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err())
        .contains("All of 2 cells already done", "Report: hdfs:")
        .doesNotContain("warning: no report");
    assertThat(ended.out()).isEqualTo(embedded.out());
  }

  @Test
  @Order(3)
  void theExitCodeOfADriverOnTheClusterComesBack() throws IOException, InterruptedException {
    Ended ended =
        submit(
            List.of(),
            "sweep",
            config,
            "--data=/images",
            "--out=/runs/cluster",
            GRID,
            RECIPES,
            "-Dclusters=3");
    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err())
        .contains("error: Cannot use output directory")
        .contains("it holds another run (clusters");
  }

  @Test
  void imagesOfThisMachineAreRefused() throws IOException, InterruptedException {
    Path image = Files.writeString(folder.resolve("images.npy"), "");
    Ended ended = submit(List.of(), "sweep", config, "--data=" + image);
    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualTo(
            "error: Cannot send %s to the driver: it lies on this machine. Put it on HDFS and name it hdfs:///..., or use --deploy-mode client.%n"
                .formatted(image));
  }

  /** Containers have nothing of this environment, and another BLAS kernel has other bits. */
  private static List<String> kernel() {
    return Stream.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
        .filter(name -> System.getenv(name) != null)
        .flatMap(
            name ->
                Stream.of("executorEnv", "yarn.appMasterEnv")
                    .map(place -> "spark.%s.%s=%s".formatted(place, name, System.getenv(name))))
        .flatMap(setting -> Stream.of("--conf", setting))
        .toList();
  }

  private static Ended submit(List<String> options, Object... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.add("--conf");
    all.add("spark.yarn.jars=local:" + StandaloneCluster.SPARK_HOME + "/jars/*");
    all.addAll(kernel());
    all.addAll(options);
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    Map<String, String> environment =
        Map.of("HADOOP_CONF_DIR", cluster.conf().toString(), "SPARK_LOCAL_IP", "127.0.0.1");
    return SubmitScript.run("yarn.sh", folder, environment, LONGEST_MINUTES, all);
  }
}
