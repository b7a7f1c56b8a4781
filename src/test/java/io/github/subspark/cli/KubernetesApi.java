/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okio.Buffer;

/** Kubernetes' API as fabric8's mock serves it: it keeps what it is told and checks nothing. */
final class KubernetesApi implements AutoCloseable {
  /** Kept, so that its level is: every request would be told. */
  private static final Logger LOG = Logger.getLogger(MockWebServer.class.getName());

  private final List<Service> services = new CopyOnWriteArrayList<>();
  private final KubernetesMockServer server;
  private final KubernetesClient client;

  /**
   * Starts it on a port of its own.
   *
   * @param logs folder with a file POD.log for each pod that has run
   */
  KubernetesApi(Path logs) throws IOException {
    LOG.setLevel(Level.WARNING);
    this.server =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            new HashMap<>(),
            new Dispatcher(logs, services),
            false);
    server.init(InetAddress.getLoopbackAddress(), 0);
    this.client = server.createClient();
  }

  /** As spark.master names it. */
  String master() {
    return "k8s://http://127.0.0.1:" + server.getPort();
  }

  KubernetesClient client() {
    return client;
  }

  /** All pods of a role, driver or executor, that are there. */
  List<Pod> pods(String role) {
    return client.pods().inNamespace("default").withLabel("spark-role", role).list().getItems();
  }

  /** All services that were ever there: a driver deletes its own at its end. */
  List<Service> services() {
    return List.copyOf(services);
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }

  /**
   * What the mock lacks of what Spark needs: server-side apply, a pod's first status, and logs. It
   * cannot bear a change while a watch begins, so pods are told of rarely.
   */
  private static final class Dispatcher extends KubernetesCrudDispatcher {
    private static final Pattern APPLY = Pattern.compile("(?<all>.*)/[^/?]+\\?.*fieldManager=.*");
    private static final Pattern LOG_OF = Pattern.compile(".*/pods/(?<pod>[^/]+)/log(\\?.*)?");

    private static final PodStatus RUNNING =
        new PodStatusBuilder()
            .withPhase("Running")
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .endCondition()
            .build();

    private final Path logs;
    private final List<Service> services;

    Dispatcher(Path logs, List<Service> services) {
      super(List.of());
      this.logs = logs;
      this.services = services;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      String path = request.getPath();
      Matcher log = LOG_OF.matcher(path);
      if (log.matches()) {
        return log(log.group("pod"));
      }
      Matcher apply = APPLY.matcher(path);
      if (request.getMethod().equals("PATCH") && apply.matches()) {
        return create(request, apply.group("all"), request.getBody());
      }
      if (request.getMethod().equals("POST") && path.endsWith("/pods")) {
        Pod pod = Serialization.unmarshal(request.getBody().inputStream(), Pod.class);
        pod.setStatus(RUNNING);
        return create(request, path, new Buffer().writeUtf8(Serialization.asJson(pod)));
      }
      return super.dispatch(request);
    }

    private MockResponse create(RecordedRequest request, String path, Buffer body) {
      if (path.endsWith("/services")) {
        services.add(Serialization.unmarshal(body.clone().inputStream(), Service.class));
      }
      return handleCreate(
          new RecordedRequest(
              "POST %s HTTP/1.1".formatted(path),
              request.getHeaders(),
              List.of(),
              body.size(),
              body,
              request.getSequenceNumber(),
              new Socket()));
    }

    private MockResponse log(String pod) {
      try {
        return new MockResponse().setBody(Files.readString(logs.resolve(pod + ".log")));
      } catch (IOException none) {
        return new MockResponse().setResponseCode(404);
      }
    }
  }
}
