/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Spark standalone cluster of separate processes on this machine, from the Maven artifacts alone:
 * a master, workers of one core and one (pretended) GPU each, and spark-submit.
 */
final class StandaloneCluster implements AutoCloseable {
  static final Path SPARK_HOME = Path.of(System.getProperty("subspark.spark.home"));
  static final Path JAR = Path.of(System.getProperty("subspark.jar"));
  private static final int START_SECONDS = 90;

  private final Path folder;
  private final int port;
  private final int webPort;
  private final List<Process> processes = new ArrayList<>();

  /** A finished process. */
  record Submitted(int code, String out, String err) {}

  private StandaloneCluster(Path folder) throws IOException {
    this.folder = folder;
    this.port = freePort();
    this.webPort = freePort();
  }

  /** Starts a master and a worker for each GPU address, and waits until all have registered. */
  static StandaloneCluster start(Path folder, List<String> gpus)
      throws IOException, InterruptedException {
    StandaloneCluster cluster = new StandaloneCluster(folder);
    cluster.daemon(
        "master",
        "org.apache.spark.deploy.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        "" + cluster.port,
        "--webui-port",
        "" + cluster.webPort);
    cluster.await("\"status\" : \"ALIVE\"");
    for (String gpu : gpus) {
      cluster.worker(gpu);
    }
    cluster.await("\"aliveworkers\" : " + gpus.size());
    return cluster;
  }

  private void worker(String gpu) throws IOException {
    Path script = folder.resolve("gpu-" + gpu + ".sh");
    Files.writeString(
        script, "#!/bin/sh\necho '{\"name\":\"gpu\",\"addresses\":[\"%s\"]}'\n".formatted(gpu));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path properties = folder.resolve("worker-" + gpu + ".properties");
    Files.writeString(
        properties,
        "spark.worker.resource.gpu.amount 1\nspark.worker.resource.gpu.discoveryScript %s\n"
            .formatted(script));
    daemon(
        "worker-" + gpu,
        "org.apache.spark.deploy.worker.Worker",
        "--host",
        "127.0.0.1",
        "--cores",
        "1",
        "--memory",
        "2g",
        "--webui-port",
        "" + freePort(),
        "--work-dir",
        folder.resolve("work-" + gpu).toString(),
        "--properties-file",
        properties.toString(),
        "spark://127.0.0.1:" + port);
  }

  /** Runs subspark through spark-submit in client mode and waits for its end. */
  Submitted submit(Object... arguments) throws IOException, InterruptedException {
    List<String> command =
        java(
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            "spark://127.0.0.1:" + port,
            "--conf",
            "spark.driver.host=127.0.0.1",
            "--conf",
            "spark.executor.memory=1g",
            "--conf",
            "spark.executor.cores=1",
            "--conf",
            "spark.executor.resource.gpu.amount=1",
            "--class",
            "io.github.subspark.cli.Main",
            JAR.toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path out = folder.resolve("submit.out");
    Path err = folder.resolve("submit.err");
    Process process =
        builder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    processes.add(process);
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      throw new AssertionError("spark-submit hangs: " + Files.readString(err));
    }
    return new Submitted(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Override
  public void close() {
    // Workers before the master, executors go with their worker.
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).descendants().forEach(ProcessHandle::destroyForcibly);
      processes.get(i).destroyForcibly().onExit().join();
    }
  }

  private void daemon(String name, String main, String... arguments) throws IOException {
    List<String> command = java(main, arguments);
    processes.add(
        builder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start());
  }

  private static List<String> java(String main, String... arguments) {
    return java(SPARK_HOME.resolve("jars") + "/*", main, arguments);
  }

  /** A command line that runs a class of a class path, as Spark wants its JVMs. */
  static List<String> java(String classPath, String main, String[] arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("submit", "java17.options").toAbsolutePath(),
                "-Xmx1g",
                "-cp",
                classPath,
                main));
    command.addAll(List.of(arguments));
    return command;
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    // Without the Scala version a worker looks for a build of Spark's own source tree.
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME", SPARK_HOME.toString(),
                "SPARK_SCALA_VERSION", "2.12",
                "SPARK_LOCAL_IP", "127.0.0.1"));
    return builder;
  }

  /** Waits until the master's own account of itself contains the text. */
  private void await(String text) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/json/".formatted(webPort))).build();
    String last = "";
    for (int second = 0; second < START_SECONDS; second++) {
      try {
        last = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        if (last.contains(text)) {
          return;
        }
      } catch (IOException notYet) {
        last = notYet.toString();
      }
      Thread.sleep(1000);
    }
    throw new AssertionError("The cluster does not say " + text + " but " + last);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
