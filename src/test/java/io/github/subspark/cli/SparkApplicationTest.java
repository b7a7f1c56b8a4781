/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.subspark.cli.SparkApplication.Mount;
import io.github.subspark.cli.SparkApplication.Scheduled;
import io.github.subspark.cli.SparkApplication.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.error.YAMLException;

/** The manifests for the Spark operator, read with its types. */
class SparkApplicationTest {
  private static final Path FOLDER = Path.of("submit/schedule/kubernetes");
  private static final Path ONCE = FOLDER.resolve("sparkapplication.yaml");
  private static final Path NIGHTLY = FOLDER.resolve("scheduledsparkapplication.yaml");
  private static final String API = "sparkoperator.k8s.io/v1beta2";

  @TempDir private Path folder;

  @Test
  void theCommandIsOneOfSubsparksInItsImage() throws IOException {
    SparkApplication application = SparkApplication.read(ONCE);
    SparkApplication.Spec spec = application.spec();

    assertThat(application.apiVersion()).isEqualTo(API);
    assertThat(application.kind()).isEqualTo("SparkApplication");
    assertThat(spec.sparkVersion()).isEqualTo(Shipped.SPARK);
    assertThat(spec.image()).endsWith("/subspark:" + Shipped.VERSION);
    assertThat(spec.mainClass()).isEqualTo(Main.class.getName());
    assertThat(spec.mainApplicationFile()).isEqualTo("local://" + Shipped.JAR);
    assertThat(Shipped.parse(spec.arguments())).isEqualTo("sweep");
    assertThat(Path.of(spec.arguments().get(1).replace(Shipped.HOME + "/", ""))).exists();
  }

  @Test
  void everyPodSeesTheRunAndRunsAsNobodySpecial() throws IOException {
    SparkApplication.Spec spec = SparkApplication.read(ONCE).spec();
    List<String> volumes = spec.volumes().stream().map(Volume::name).toList();

    for (List<Mount> mounts :
        List.of(spec.driver().volumeMounts(), spec.executor().volumeMounts())) {
      assertThat(mounts).extracting(Mount::name).containsExactlyInAnyOrderElementsOf(volumes);
      assertThat(spec.arguments())
          .filteredOn(argument -> argument.startsWith("file://"))
          .hasSize(2)
          .allMatch(path -> path.startsWith("file://" + mounts.get(0).mountPath() + "/"));
    }
    assertThat(spec.driver().podSecurityContext().runAsNonRoot()).isTrue();
    assertThat(spec.executor().podSecurityContext()).isEqualTo(spec.driver().podSecurityContext());
  }

  @Test
  void retriesAreFewAndComeWhenADeadDriverIsSeenDead() throws IOException {
    SparkApplication.RestartPolicy policy = SparkApplication.read(ONCE).spec().restartPolicy();

    assertThat(policy.type()).isEqualTo(SparkApplication.Restart.ON_FAILURE);
    assertThat(policy.onFailureRetries()).isBetween(1, 3);
    assertThat(policy.onFailureRetryInterval()).isGreaterThan(60);
  }

  @Test
  void theNightlyRunIsTheSameApplicationOneAtATime() throws IOException {
    Scheduled nightly = Scheduled.read(NIGHTLY);

    assertThat(nightly.apiVersion()).isEqualTo(API);
    assertThat(nightly.kind()).isEqualTo("ScheduledSparkApplication");
    assertThat(nightly.spec().schedule().split(" ")).hasSize(5);
    assertThat(nightly.spec().concurrencyPolicy()).isEqualTo(SparkApplication.Concurrency.FORBID);
    assertThat(nightly.spec().template()).isEqualTo(SparkApplication.read(ONCE).spec());
  }

  @ParameterizedTest
  @CsvSource({
    "volumeMounts:, volumeMount:",
    "OnFailure, Sometimes",
    "onFailureRetries: 2, onFailureRetries: two",
    "onFailureRetries: 2, onFailureRetries: '\"2\"'",
    "mode: cluster, mode: in-cluster",
    "type: Java, 'type: Java\n  type: Java'",
  })
  void whatTheApiDoesNotKnowIsNotRead(String sound, String broken) throws IOException {
    String manifest = Files.readString(ONCE);
    assertThat(manifest).contains(sound);
    Path spoilt = Files.writeString(folder.resolve("spoilt.yaml"), manifest.replace(sound, broken));

    assertThatThrownBy(() -> SparkApplication.read(spoilt))
        .isInstanceOfAny(IllegalArgumentException.class, YAMLException.class);
  }
}
