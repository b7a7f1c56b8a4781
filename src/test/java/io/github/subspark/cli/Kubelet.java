/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A node without containers: runs the entry point of each pod as a process of this machine, with
 * the environment, the arguments and the config maps that the pod names. What an image and its
 * mounts would have under /opt and /var lies in folders, and the pod's texts are made to name
 * those.
 */
final class Kubelet {
  private static final String ADDRESS = "127.0.0.1";
  private static final String IMAGE = "/opt/subspark";

  /** A volume of this machine's own folders, which a pod sees at the same place. */
  static final String SHARED = "run";

  private final KubernetesApi api;
  private final Path folder;
  private final Path path;
  private final Map<String, Process> running = new HashMap<>();
  private final Map<String, Pod> started = new ConcurrentHashMap<>();
  private volatile boolean stopped;
  private final Thread loop = new Thread(this::loop, "kubelet");

  /**
   * Starts a node.
   *
   * @param folder of images, mounts and logs
   * @param path a folder of programs that containers find
   */
  Kubelet(KubernetesApi api, Path folder, Path path) throws IOException {
    this.api = api;
    this.folder = folder;
    this.path = path;
    build();
    loop.start();
  }

  /** All pods of a role that have run or are running: Spark deletes its executors'. */
  List<Pod> started(String role) {
    return started.values().stream()
        .filter(pod -> pod.getMetadata().getLabels().get("spark-role").equals(role))
        .toList();
  }

  /** Lays out what the Dockerfile copies. */
  private void build() throws IOException {
    for (String line : Files.readAllLines(Path.of("submit", "Dockerfile"))) {
      List<String> words = List.of(line.split(" ", -1));
      if (!words.get(0).equals("COPY")) {
        continue;
      }
      String last = words.get(words.size() - 1);
      Path target = Path.of(folder + IMAGE, last);
      List<Path> found = new ArrayList<>();
      for (String source : words.subList(1, words.size() - 1)) {
        Path pattern = Path.of("").toAbsolutePath().resolve(source);
        try (DirectoryStream<Path> sources =
            Files.newDirectoryStream(pattern.getParent(), pattern.getFileName().toString())) {
          sources.forEach(found::add);
        }
      }
      if (found.isEmpty()) {
        throw new AssertionError("The Dockerfile copies what is not there: " + line);
      }
      Files.createDirectories(target.getParent());
      for (Path file : found) {
        boolean into = last.endsWith("/");
        Path link = into ? target.resolve(file.getFileName()) : target;
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, file);
      }
    }
  }

  private void loop() {
    try {
      while (!stopped) {
        for (String role : List.of("driver", "executor")) {
          for (Pod pod : api.pods(role)) {
            look(pod);
          }
        }
        Thread.sleep(100);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      running.values().forEach(process -> process.destroyForcibly().onExit().join());
    }
  }

  private void look(Pod pod) throws IOException {
    String name = pod.getMetadata().getName();
    if (configMaps(pod).containsValue(null)) {
      return;
    }
    if (started.putIfAbsent(name, pod) == null) {
      running.put(name, start(pod));
    } else if (running.containsKey(name) && !running.get(name).isAlive()) {
      tellEnd(pod, running.remove(name).exitValue());
    }
  }

  private Process start(Pod pod) throws IOException {
    String name = pod.getMetadata().getName();
    Container container = pod.getSpec().getContainers().get(0);
    Map<String, String> places = places(pod, container);
    List<String> command = new ArrayList<>();
    command.add(folder + IMAGE + "/submit/entrypoint.sh");
    container.getArgs().forEach(argument -> command.add(here(argument, places)));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Files.createDirectories(folder.resolve(name).resolve("tmp")).toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    builder.environment().clear();
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PATH", path + ":" + System.getenv("PATH"));
    for (EnvVar variable : container.getEnv()) {
      builder
          .environment()
          .put(
              variable.getName(),
              variable.getValue() == null
                  ? field(pod, variable)
                  : here(variable.getValue(), places));
    }
    return builder.start();
  }

  private static String field(Pod pod, EnvVar variable) {
    return variable.getValueFrom().getFieldRef().getFieldPath().equals("status.podIP")
        ? ADDRESS
        : pod.getMetadata().getName();
  }

  /** Where this machine has what the pod sees, and under which name it reaches the driver. */
  private Map<String, String> places(Pod pod, Container container) throws IOException {
    Map<String, String> places = new HashMap<>();
    places.put(IMAGE, folder + IMAGE);
    api.client()
        .services()
        .inNamespace("default")
        .list()
        .getItems()
        .forEach(service -> places.put(service.getMetadata().getName() + ".default.svc", ADDRESS));
    Path own = folder.resolve(pod.getMetadata().getName());
    for (VolumeMount mount : container.getVolumeMounts()) {
      if (!mount.getMountPath().equals("/tmp") && !mount.getName().equals(SHARED)) {
        places.put(mount.getMountPath(), own + mount.getMountPath());
        Files.createDirectories(Path.of(own + mount.getMountPath()));
      }
    }
    Map<String, ConfigMap> maps = configMaps(pod);
    for (VolumeMount mount : container.getVolumeMounts()) {
      if (maps.containsKey(mount.getName())) {
        Map<String, String> names = names(pod, mount);
        for (Map.Entry<String, String> file : maps.get(mount.getName()).getData().entrySet()) {
          Files.writeString(
              Path.of(own + mount.getMountPath(), names.getOrDefault(file.getKey(), file.getKey())),
              here(file.getValue(), places));
        }
      }
    }
    return places;
  }

  /** Names that a volume gives to its config map's entries. */
  private static Map<String, String> names(Pod pod, VolumeMount mount) {
    return pod.getSpec().getVolumes().stream()
        .filter(volume -> volume.getName().equals(mount.getName()))
        .flatMap(volume -> volume.getConfigMap().getItems().stream())
        .collect(Collectors.toMap(KeyToPath::getKey, KeyToPath::getPath));
  }

  /** By the names of the pod's volumes; null where it is still to come, after the pod. */
  private Map<String, ConfigMap> configMaps(Pod pod) {
    Map<String, ConfigMap> maps = new HashMap<>();
    for (Volume volume : pod.getSpec().getVolumes()) {
      if (volume.getConfigMap() != null) {
        String name = volume.getConfigMap().getName();
        maps.put(
            volume.getName(),
            api.client().configMaps().inNamespace("default").withName(name).get());
      }
    }
    return maps;
  }

  private static String here(String text, Map<String, String> places) {
    String here = text;
    for (Map.Entry<String, String> place : places.entrySet()) {
      here = here.replace(place.getKey(), place.getValue());
    }
    return here;
  }

  private void tellEnd(Pod pod, int code) {
    PodStatus status =
        new PodStatusBuilder()
            .withPhase(code == 0 ? "Succeeded" : "Failed")
            .withContainerStatuses(
                new ContainerStatusBuilder()
                    .withName(pod.getSpec().getContainers().get(0).getName())
                    .withNewState()
                    .withNewTerminated()
                    .withExitCode(code)
                    .withReason(code == 0 ? "Completed" : "Error")
                    .endTerminated()
                    .endState()
                    .build())
            .build();
    try {
      api.client()
          .pods()
          .resource(pod)
          .editStatus(
              old -> {
                old.setStatus(status);
                return old;
              });
    } catch (KubernetesClientException gone) {
      // The driver may have deleted its executor meanwhile.
      if (gone.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw gone;
      }
    }
  }

  /** Ends it with all its processes. */
  void stop() throws InterruptedException {
    stopped = true;
    loop.join();
  }
}
