/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.SparkKubernetesClientFactory;
import org.apache.spark.deploy.k8s.SparkKubernetesClientFactory.ClientType$;
import scala.Option;

/**
 * What became of a driver on Kubernetes: prints its log and leaves with its exit code, which
 * spark-submit keeps to itself. Run by spark-submit in client mode, it reaches the cluster by the
 * settings of the submission.
 */
public final class KubernetesDriver {
  private static final String CONTAINER = "spark-kubernetes-driver";

  private KubernetesDriver() {}

  /**
   * Tells of a driver that has ended.
   *
   * @param arguments its pod
   */
  public static void main(String[] arguments) {
    String name = arguments[0];
    int code = ExitCode.UNEXPECTED.code();
    try (KubernetesClient client = client(new SparkConf())) {
      Pod pod = client.pods().withName(name).get();
      if (pod == null) {
        System.err.printf("error: Cannot tell how the driver ended: pod %s is gone.%n", name);
      } else {
        code = code(pod);
        printLog(client, name);
      }
    } catch (IOException | KubernetesClientException unreachable) {
      System.err.printf(
          "error: Cannot show the driver's log: %s. Try kubectl logs %s.%n",
          String.valueOf(unreachable.getMessage()).strip().replaceAll("\\.$", ""), name);
    }
    System.exit(code);
  }

  private static KubernetesClient client(SparkConf conf) {
    return SparkKubernetesClientFactory.createKubernetesClient(
        conf.get("spark.master").replaceFirst("^k8s://", ""),
        Option.apply(conf.get("spark.kubernetes.namespace", "default")),
        "spark.kubernetes.authenticate.submission",
        ClientType$.MODULE$.Submission(),
        conf,
        Option.empty());
  }

  private static void printLog(KubernetesClient client, String name) throws IOException {
    try (InputStream log =
        client.pods().withName(name).inContainer(CONTAINER).getLogInputStream()) {
      log.transferTo(System.err);
    }
  }

  /** The exit code of the driver's container, explained if it is not the driver's own. */
  private static int code(Pod pod) {
    PodStatus status = pod.getStatus();
    Optional<ContainerStateTerminated> end =
        status.getContainerStatuses().stream()
            .filter(container -> container.getName().equals(CONTAINER))
            .map(ContainerStatus::getState)
            .map(ContainerState::getTerminated)
            .filter(Objects::nonNull)
            .findAny();
    if (end.isEmpty()) {
      System.err.printf(
          "error: Cannot tell how the driver ended: its pod is %s (%s: %s).%n",
          status.getPhase(), status.getReason(), status.getMessage());
      return ExitCode.UNEXPECTED.code();
    }
    if ("OOMKilled".equals(end.get().getReason())) {
      System.err.println(
          "error: Cannot go on: the driver took more memory than its pod may. Raise spark.driver.memoryOverhead.");
    }
    return end.get().getExitCode();
  }
}
