/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.FreePort;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Spark standalone cluster of separate processes on this machine, from the Maven artifacts alone:
 * a master, workers of as many cores as (pretended) GPUs, and spark-submit.
 */
final class StandaloneCluster implements AutoCloseable {
  static final Path SPARK_HOME = Path.of(System.getProperty("subspark.spark.home"));
  static final Path JAR = Path.of(System.getProperty("subspark.jar"));
  private static final String SPARK_JARS = SPARK_HOME.resolve("jars") + "/*";

  /** Class path of a machine on which Spark and the job's jar are installed. */
  static final String INSTALLED = SPARK_JARS + File.pathSeparator + JAR;

  private static final int START_SECONDS = 90;

  /** Half the processor time until a JVM that lives for seconds is of use. */
  static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Path folder;
  private final int port;
  private final int webPort;
  private final List<Process> processes = new ArrayList<>();
  private final Map<String, Process> workers = new LinkedHashMap<>();

  /** A finished process. */
  record Submitted(int code, String out, String err) {}

  private StandaloneCluster(Path folder) throws IOException {
    this.folder = folder;
    this.port = FreePort.next();
    this.webPort = FreePort.next();
  }

  /**
   * Starts a master and workers, and waits until all have registered.
   *
   * @param gpus the GPU addresses of each worker, with commas between them
   */
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
      cluster.startWorker(gpu);
    }
    cluster.await("\"aliveworkers\" : " + gpus.size());
    return cluster;
  }

  private void startWorker(String gpu) throws IOException {
    int count = gpu.split(",", -1).length;
    Path script = folder.resolve("gpu-" + gpu + ".sh");
    Files.writeString(
        script,
        "#!/bin/sh\necho '{\"name\":\"gpu\",\"addresses\":[\"%s\"]}'\n"
            .formatted(gpu.replace(",", "\",\"")));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path properties = folder.resolve("worker-" + gpu + ".properties");
    Files.writeString(
        properties,
        "spark.worker.resource.gpu.amount %d\nspark.worker.resource.gpu.discoveryScript %s\n"
            .formatted(count, script));
    Process worker =
        daemon(
            "worker-" + gpu,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--cores",
            "" + count,
            "--memory",
            2 * count + "g",
            "--webui-port",
            "" + FreePort.next(),
            "--work-dir",
            folder.resolve("work-" + gpu).toString(),
            "--properties-file",
            properties.toString(),
            "spark://127.0.0.1:" + port);
    workers.put(gpu, worker);
  }

  /** Its master's URL. */
  String master() {
    return "spark://127.0.0.1:" + port;
  }

  /** The worker of a GPU address. */
  ProcessHandle worker(String gpu) {
    return workers.get(gpu).toHandle();
  }

  /** Starts the worker of a GPU address anew, without waiting until it has registered. */
  void restartWorker(String gpu) throws IOException {
    workers.get(gpu).destroyForcibly();
    startWorker(gpu);
  }

  /** The JVMs of executors that belong to a worker which lives. */
  List<ProcessHandle> executors(String gpu) {
    return workers.get(gpu).descendants().filter(StandaloneCluster::isExecutor).toList();
  }

  static boolean isExecutor(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", "" + process.pid(), "cmdline"))
          .contains("CoarseGrainedExecutorBackend");
    } catch (IOException gone) {
      return false;
    }
  }

  /** Runs subspark through {@code submit/standalone.sh} and waits for its end. */
  Submitted submit(Object... arguments) throws IOException, InterruptedException {
    Path out = folder.resolve("submit.out");
    Path err = folder.resolve("submit.err");
    List<String> command = new ArrayList<>();
    command.add(Path.of("submit", "standalone.sh").toAbsolutePath().toString());
    command.addAll(options());
    command.addAll(unchecked(arguments));
    ProcessBuilder builder = builder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("SPARK_HOME");
    Process process = started(builder, out, err);
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      throw new AssertionError("spark-submit hangs: " + Files.readString(err));
    }
    return new Submitted(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /**
   * Starts subspark through spark-submit in client mode, installed on every machine: nothing is
   * shipped, so that an executor starts in seconds.
   */
  Process submitInstalled(Path out, Path err, Object... arguments) throws IOException {
    List<String> resource =
        List.of("--conf", "spark.executor.extraClassPath=" + JAR, "spark-internal");
    return started(builder(submission(INSTALLED, resource, arguments)), out, err);
  }

  private Process started(ProcessBuilder builder, Path out, Path err) throws IOException {
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    processes.add(process);
    return process;
  }

  private List<String> submission(String classPath, List<String> resource, Object... arguments) {
    List<String> command = java(classPath, "org.apache.spark.deploy.SparkSubmit");
    command.addAll(options());
    command.addAll(List.of("--class", "io.github.subspark.cli.Main"));
    command.addAll(resource);
    command.addAll(unchecked(arguments));
    return command;
  }

  /** With the check of GPUs off, which would find out that they are pretended. */
  private static List<String> unchecked(Object... arguments) {
    List<String> command = new ArrayList<>();
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    command.addAll(1, List.of("-D", "job.gpu-check=false"));
    return command;
  }

  private List<String> options() {
    return List.of(
        "--master",
        master(),
        "--conf",
        "spark.driver.host=127.0.0.1",
        "--conf",
        "spark.executor.memory=1g",
        "--conf",
        "spark.executor.cores=1",
        "--conf",
        "spark.executor.resource.gpu.amount=1",
        "--conf",
        "spark.executor.extraJavaOptions=" + String.join(" ", SHORT_LIVED));
  }

  @Override
  public void close() {
    // Workers before the master, executors go with their worker.
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).descendants().forEach(ProcessHandle::destroyForcibly);
      processes.get(i).destroyForcibly().onExit().join();
    }
  }

  private Process daemon(String name, String main, String... arguments) throws IOException {
    Process process =
        builder(java(SPARK_JARS, main, arguments))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(folder.resolve(name + ".log").toFile()))
            .start();
    processes.add(process);
    return process;
  }

  /** A command line that runs a class of a class path, as Spark wants its JVMs. */
  static List<String> java(String classPath, String main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("submit", "java17.options").toAbsolutePath(),
                "-Xmx1g",
                SHORT_LIVED.get(0),
                SHORT_LIVED.get(1),
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
                "SPARK_HOME",
                SPARK_HOME.toString(),
                "SPARK_SCALA_VERSION",
                "2.12",
                "SPARK_LOCAL_IP",
                "127.0.0.1",
                // Not /tmp: what is killed does not tidy up.
                "SPARK_LOCAL_DIRS",
                folder.resolve("local").toString()));
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
}
