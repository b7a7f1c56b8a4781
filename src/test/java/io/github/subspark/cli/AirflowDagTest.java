/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The DAG, imported and run by Python with a pretended Airflow: which exit codes are tried again,
 * and which command is submitted.
 */
class AirflowDagTest {
  private static final String DAG = "submit/schedule/airflow/subspark_dag.py";
  private static final String AIRFLOW = "src/test/resources/airflow/try_dag.py";

  /** How the provider words the end of a driver here. */
  private static final String CLIENT =
      "Cannot execute: spark-submit --master yarn. Error code is: %s.";

  /** On YARN while spark-submit waits: its own code is 1 whatever the driver's. */
  private static final String YARN =
      """
      Cannot execute: spark-submit --master yarn. Error code is: 1.
      Last spark-submit output:
      User application exited with status %s
      """;

  /** On YARN, asked about by Airflow. */
  private static final String YARN_TRACKED =
      """
      YARN application application_1_2 ended with final status: FAILED
      Diagnostics: User application exited with status %s""";

  /** In a pod. */
  private static final String KUBERNETES =
      "Cannot execute: spark-submit --master k8s://a. Error code is: 0."
          + " Kubernetes spark exit code is: %s";

  /** In a pod, asked about by Airflow. */
  private static final String KUBERNETES_TRACKED =
      "Spark application spark-1 failed (phase=Failed exit_code=%s reason=Error)";

  private static final String RETRIED = "AirflowException";
  private static final String FAILED = "AirflowFailException";
  private static final String SKIPPED = "AirflowSkipException";

  @TempDir private Path folder;

  /**
   * A try of the task.
   *
   * @param number 1 for the first
   * @param failure the exception's text, empty for a success
   * @param kind the exception's class
   */
  record Try(int number, Map<String, Object> params, String failure, String kind) {}

  /** What Airflow makes of a try: "success", or the class of the exception that leaves the task. */
  record Outcome(String state, String message, String application, List<String> arguments) {}

  @BeforeEach
  void python() {
    assumeThat(
            Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, "python3"))))
        .as("there is no python3 on the PATH: the DAG is not tried")
        .isTrue();
  }

  @Test
  void codesOfADriverHereDecide() throws Exception {
    assertThat(states(1, CLIENT, RETRIED, "1", "2", "3", "4", "137", "143", "-15"))
        .containsExactly(RETRIED, FAILED, FAILED, SKIPPED, RETRIED, RETRIED, RETRIED);
  }

  @Test
  void aLaterTryMayHaveMetAnEarlierOnesDriver() throws Exception {
    assertThat(states(2, CLIENT, RETRIED, "1", "2", "3", "4"))
        .containsExactly(RETRIED, FAILED, FAILED, RETRIED);
  }

  @Test
  void codesOfADriverOnAClusterDecideWhereTheProviderTellsThem() throws Exception {
    assertThat(states(1, YARN, RETRIED, "1", "2", "4", "143"))
        .containsExactly(RETRIED, FAILED, SKIPPED, RETRIED);
    assertThat(states(1, YARN_TRACKED, "RuntimeError", "1", "2", "4", "143"))
        .containsExactly("RuntimeError", FAILED, SKIPPED, "RuntimeError");
    assertThat(states(1, KUBERNETES, RETRIED, "1", "2", "4", "143", "None"))
        .containsExactly(RETRIED, FAILED, SKIPPED, RETRIED, RETRIED);
    assertThat(states(1, KUBERNETES_TRACKED, "RuntimeError", "1", "2", "4", "143"))
        .containsExactly("RuntimeError", FAILED, SKIPPED, "RuntimeError");
  }

  @Test
  void failuresForGoodSayWhatToDoAndOthersStayAsTheyAre() throws Exception {
    String lost = "Giving up tracking YARN application application_1_2";
    assertThat(
            outcomes(
                new Try(1, Map.of(), CLIENT.formatted(3), RETRIED),
                new Try(1, Map.of(), lost, "RuntimeError")))
        .extracting(Outcome::message)
        .satisfiesExactly(
            failed ->
                assertThat(failed)
                    .startsWith("Exit code 3: Some cells failed")
                    .endsWith("trigger with retry_failed."),
            again -> assertThat(again).isEqualTo(lost));
  }

  @Test
  void theCommandIsOneOfSubsparks() throws Exception {
    Map<String, Object> asked =
        Map.of("out", "/r", "settings", List.of("a=1", "b=2"), "retry_failed", true);
    List<Outcome> outcomes = outcomes(new Try(1, Map.of(), "", ""), new Try(1, asked, "", ""));

    assertThat(outcomes)
        .allSatisfy(
            outcome -> {
              assertThat(outcome.state()).isEqualTo("success");
              assertThat(outcome.application()).isEqualTo(Shipped.JAR);
              assertThat(Shipped.parse(outcome.arguments())).isEqualTo("sweep");
            });
    assertThat(outcomes.get(0).arguments())
        .endsWith("--out", "hdfs:///runs/coil20", "-D", "seeds=[0,1,2,3,4]");
    assertThat(outcomes.get(1).arguments())
        .endsWith("--out", "/r", "-D", "a=1", "-D", "b=2", "--retry-failed");
  }

  private List<String> states(int number, String text, String kind, String... codes)
      throws IOException, InterruptedException {
    return outcomes(
            Stream.of(codes)
                .map(code -> new Try(number, Map.of(), text.formatted(code), kind))
                .toArray(Try[]::new))
        .stream()
        .map(Outcome::state)
        .toList();
  }

  private List<Outcome> outcomes(Try... tries) throws IOException, InterruptedException {
    ObjectMapper json = new ObjectMapper();
    Path in = folder.resolve("in");
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    json.writeValue(in.toFile(), tries);
    Process process =
        new ProcessBuilder("python3", "-B", AIRFLOW, DAG)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    return List.of(json.readValue(out.toFile(), Outcome[].class));
  }
}
