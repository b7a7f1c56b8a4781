/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Toleration;
import io.github.subspark.FreePort;
import io.github.subspark.cli.SmallSweep.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code submit/kubernetes.sh} and {@code submit/entrypoint.sh} with Spark's own Kubernetes code
 * between them. API server and node are pretended, so no pod is ever refused.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KubernetesIT {
  private static final int LONGEST_MINUTES = 4;
  private static final String IMAGE = "registry.example.org/subspark:test";
  private static final String VOLUME = "spark.kubernetes.driver.volumes.hostPath." + Kubelet.SHARED;
  private static final String GRID = "-Dgrid=[{compression=[25 %],attention=[none]}]";

  private static final String SHORT_LIVED = String.join(" ", StandaloneCluster.SHORT_LIVED);
  private static final String RECIPE = "-Dclustering.clusterers=[njw]";

  @TempDir private static Path folder;
  private static KubernetesApi api;
  private static Kubelet kubelet;
  private static Path config;

  @BeforeAll
  static void startCluster() throws IOException {
    config = SmallSweep.configuration(folder);
    Path programs = Files.createDirectories(folder.resolve("bin"));
    Path smi = Files.writeString(programs.resolve("nvidia-smi"), "#!/bin/sh\necho 3\n");
    Files.setPosixFilePermissions(smi, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path node = Files.createDirectories(folder.resolve("node"));
    api = new KubernetesApi(node);
    kubelet = new Kubelet(api, node, programs);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    kubelet.stop();
    api.close();
  }

  @Test
  @Order(1)
  void aDriverInAPodSweepsAndItsLogComesBack() throws IOException, InterruptedException {
    // Its GPU is pretended.
    Ended ended = sweep("--out=" + folder.resolve("run").toUri(), "-Djob.gpu-check=false");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("1 of 1 cells done");

    try (SparkSession spark = SparkSessions.start("test")) {
      assertThat(
              spark
                  .read()
                  .parquet(folder.resolve("run/cells").toString())
                  .select("device")
                  .as(Encoders.STRING())
                  .collectAsList())
          .as("found by the image's script")
          .containsExactly("gpu 3");
    }
  }

  @Test
  @Order(2)
  void theDriversPodIsWhatTheSettingsSay() {
    Pod driver = api.pods("driver").get(0);
    Container container = driver.getSpec().getContainers().get(0);
    assertThat(container.getImage()).isEqualTo(IMAGE);
    assertThat(container.getArgs())
        .startsWith("driver")
        .containsSubsequence(
            "local:///opt/subspark/jars/" + StandaloneCluster.JAR.getFileName(),
            "sweep",
            "/opt/spark/conf/sweep-small.conf");
    assertThat(limit(container, "memory")).as("heap and overhead").isEqualTo("1536Mi");
    assertThat(container.getResources().getRequests().get("cpu")).hasToString("1");
    assertThat(environment(container)).containsEntry("OMP_NUM_THREADS", "1");
    assertThat(driver.getSpec().getServiceAccountName()).isEqualTo("subspark");
    assertUnprivileged(driver);

    assertThat(api.services())
        .as("by which executors find the driver")
        .anySatisfy(
            service -> {
              assertThat(service.getSpec().getSelector()).containsEntry("spark-role", "driver");
              assertThat(service.getSpec().getPorts())
                  .extracting(ServicePort::getName)
                  .contains("driver-rpc-port", "blockmanager");
              assertThat(service.getMetadata().getOwnerReferences())
                  .extracting(OwnerReference::getName)
                  .containsExactly(driver.getMetadata().getName());
            });

    ConfigMap sent =
        api.client().configMaps().inNamespace("default").list().getItems().stream()
            .filter(map -> map.getData().containsKey("sweep-small.conf"))
            .findAny()
            .orElseThrow();
    assertThat(sent.getData().get("sweep-small.conf")).isEqualTo(SmallSweep.CONFIG);
    assertThat(sent.getData())
        .containsKeys("log4j2.properties", "spark.properties")
        .doesNotContainKey("yarn.conf");
    assertThat(sent.getMetadata().getOwnerReferences())
        .as("goes with the driver's pod")
        .extracting(OwnerReference::getName)
        .containsExactly(driver.getMetadata().getName());
  }

  @Test
  @Order(3)
  void theExecutorsPodIsWhatTheSettingsSay() {
    Pod executor = kubelet.started("executor").get(0);
    Container container = executor.getSpec().getContainers().get(0);
    assertThat(container.getImage()).isEqualTo(IMAGE);
    assertThat(container.getArgs()).containsExactly("executor");
    assertThat(limit(container, "memory")).as("heap and overhead").isEqualTo("2048Mi");
    assertThat(limit(container, "nvidia.com/gpu")).isEqualTo("1");
    assertThat(environment(container)).containsEntry("OMP_NUM_THREADS", "1");
    assertThat(container.getLifecycle().getPreStop().getExec().getCommand())
        .singleElement()
        .asString()
        .endsWith("/opt/subspark/submit/decommission.sh");
    assertThat(executor.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(300);
    assertThat(executor.getSpec().getTolerations())
        .extracting(Toleration::getKey)
        .containsExactly("nvidia.com/gpu");
    assertUnprivileged(executor);
  }

  @Test
  @Order(4)
  void theExitCodeOfADriverComesBack() throws IOException, InterruptedException {
    Ended ended = sweep("--out=" + folder.resolve("run").toUri(), "-Dclusters=3");
    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err())
        .contains("error: Cannot use output directory")
        .contains("it holds another run (clusters");
  }

  @Test
  void mistakesAreToldBeforeAnythingIsSubmitted() throws IOException, InterruptedException {
    Path image = Files.writeString(folder.resolve("images.npy"), "");
    assertRefused("Cannot find Kubernetes: no --master.", "sweep", "a.conf");
    assertRefused(
        "Cannot start pods: no image.", "--master", "k8s://https://a:6443", "sweep", "a.conf");
    assertRefused(
        "Cannot sweep into runs/a: it would lie on the driver's own disk and go with its pod.",
        "--master=k8s://https://a:6443",
        "--conf=spark.kubernetes.container.image=" + IMAGE,
        "sweep",
        "--out",
        "runs/a");
    assertRefused(
        "Cannot send %s to the driver: it lies on this machine.".formatted(image),
        "--master=k8s://https://a:6443",
        "--conf=spark.kubernetes.container.image=" + IMAGE,
        "sweep",
        "--data",
        image.toString(),
        "--out=hdfs://a/runs");
  }

  private static void assertRefused(String why, String... arguments)
      throws IOException, InterruptedException {
    Ended ended = submit(arguments);
    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err()).startsWith("error: " + why).hasLineCount(1);
  }

  private static void assertUnprivileged(Pod pod) {
    assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
    SecurityContext container = pod.getSpec().getContainers().get(0).getSecurityContext();
    assertThat(container.getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
  }

  private static String limit(Container container, String resource) {
    return container.getResources().getLimits().get(resource).toString();
  }

  private static Map<String, String> environment(Container container) {
    return container.getEnv().stream()
        .filter(variable -> variable.getValue() != null)
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue, (first, again) -> again));
  }

  private static Ended sweep(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--master", api.master()));
    all.addAll(
        List.of(
            "--conf",
            "spark.kubernetes.container.image=" + IMAGE,
            "--conf",
            "spark.kubernetes.driver.master=" + api.master().replace("k8s://", ""),
            "--conf",
            "spark.driver.extraJavaOptions=" + SHORT_LIVED,
            "--conf",
            "spark.executor.extraJavaOptions=" + SHORT_LIVED,
            "--conf",
            "spark.executor.instances=1",
            "--conf",
            "spark.executor.resource.gpu.amount=1",
            "--conf",
            "spark.executor.resource.gpu.vendor=nvidia.com",
            "--conf",
            "spark.executor.resource.gpu.discoveryScript=/opt/subspark/submit/gpu-discovery.sh",
            "--conf",
            "spark.kubernetes.executor.podTemplateFile="
                + Path.of("submit", "kubernetes", "executor-gpu.yaml").toAbsolutePath(),
            "--conf",
            VOLUME + ".mount.path=" + folder,
            "--conf",
            VOLUME + ".options.path=" + folder,
            "--conf",
            "spark.driver.port=" + FreePort.next(),
            "--conf",
            "spark.driver.blockManager.port=" + FreePort.next()));
    all.addAll(List.of("sweep", config.toString(), GRID, RECIPE));
    all.addAll(List.of(arguments));
    return submit(all.toArray(String[]::new));
  }

  private static Ended submit(String... arguments) throws IOException, InterruptedException {
    return SubmitScript.run("kubernetes.sh", folder, Map.of(), LONGEST_MINUTES, List.of(arguments));
  }
}
