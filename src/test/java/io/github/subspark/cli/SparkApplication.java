/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Of the Spark operator's API v1beta2 what the shipped manifests use, with its types: an unknown
 * field, a value of another type or a value beside an enumeration's is an error.
 */
record SparkApplication(String apiVersion, String kind, Metadata metadata, Spec spec) {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  static SparkApplication read(Path manifest) throws IOException {
    return STRICT.convertValue(tree(manifest), SparkApplication.class);
  }

  private static Object tree(Path manifest) throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try (Reader reader = Files.newBufferedReader(manifest)) {
      return new Yaml(new SafeConstructor(options)).load(reader);
    }
  }

  /** The same application, again and again. */
  record Scheduled(String apiVersion, String kind, Metadata metadata, Schedule spec) {
    static Scheduled read(Path manifest) throws IOException {
      return STRICT.convertValue(tree(manifest), Scheduled.class);
    }
  }

  record Metadata(String name) {}

  record Schedule(
      String schedule,
      String timeZone,
      Concurrency concurrencyPolicy,
      int successfulRunHistoryLimit,
      int failedRunHistoryLimit,
      Spec template) {}

  enum Concurrency {
    @JsonProperty("Allow")
    ALLOW,
    @JsonProperty("Forbid")
    FORBID,
    @JsonProperty("Replace")
    REPLACE
  }

  record Spec(
      Type type,
      Mode mode,
      String sparkVersion,
      String image,
      String mainClass,
      String mainApplicationFile,
      List<String> arguments,
      Map<String, String> sparkConf,
      RestartPolicy restartPolicy,
      List<Volume> volumes,
      Driver driver,
      Executor executor) {}

  enum Type {
    @JsonProperty("Java")
    JAVA,
    @JsonProperty("Scala")
    SCALA,
    @JsonProperty("Python")
    PYTHON,
    R
  }

  enum Mode {
    @JsonProperty("cluster")
    CLUSTER,
    @JsonProperty("client")
    CLIENT
  }

  /** Intervals are in seconds. */
  record RestartPolicy(
      Restart type,
      int onFailureRetries,
      long onFailureRetryInterval,
      int onSubmissionFailureRetries,
      long onSubmissionFailureRetryInterval) {}

  enum Restart {
    @JsonProperty("Never")
    NEVER,
    @JsonProperty("Always")
    ALWAYS,
    @JsonProperty("OnFailure")
    ON_FAILURE
  }

  record Driver(
      String serviceAccount,
      int cores,
      String memory,
      String memoryOverhead,
      List<Variable> env,
      List<Mount> volumeMounts,
      PodSecurity podSecurityContext,
      Security securityContext) {}

  record Executor(
      int instances,
      int cores,
      String memory,
      String memoryOverhead,
      long terminationGracePeriodSeconds,
      List<Variable> env,
      List<Mount> volumeMounts,
      PodSecurity podSecurityContext,
      Security securityContext) {}

  record Variable(String name, String value) {}

  record Mount(String name, String mountPath) {}

  /** One of both. */
  record Volume(String name, Claim persistentVolumeClaim, EmptyDir emptyDir) {}

  record Claim(String claimName) {}

  record EmptyDir() {}

  record PodSecurity(
      boolean runAsNonRoot,
      long runAsUser,
      long runAsGroup,
      long fsGroup,
      SeccompProfile seccompProfile) {}

  record SeccompProfile(String type) {}

  record Security(
      boolean allowPrivilegeEscalation,
      boolean readOnlyRootFilesystem,
      Capabilities capabilities) {}

  record Capabilities(List<String> drop) {}
}
