/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.FreePort;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** HDFS and YARN of one node each, as four daemons in processes of their own on this machine. */
final class HadoopCluster implements AutoCloseable {
  private static final int START_SECONDS = 120;
  private static final String HOST = "127.0.0.1:";

  private final Path folder;
  private final Path conf;
  private final String namenode;
  private final Map<String, Process> daemons = new LinkedHashMap<>();

  private HadoopCluster(Path folder) throws IOException {
    this.folder = folder;
    this.namenode = HOST + FreePort.next();
    this.conf = Files.createDirectories(folder.resolve("hadoop-conf"));
  }

  /** Starts all daemons and waits until the nodes have registered. */
  static HadoopCluster start(Path folder) throws IOException, InterruptedException {
    HadoopCluster cluster = new HadoopCluster(folder);
    try {
      cluster.start();
    } catch (IOException | InterruptedException | AssertionError failure) {
      cluster.close();
      throw failure;
    }
    return cluster;
  }

  private void start() throws IOException, InterruptedException {
    configure();
    Process format =
        launch("format", "hdfs.server.namenode.NameNode", "-format", "-nonInteractive");
    if (format.waitFor() != 0) {
      throw new AssertionError("Cannot format HDFS: " + log("format"));
    }
    daemon("namenode", "hdfs.server.namenode.NameNode");
    daemon("resourcemanager", "yarn.server.resourcemanager.ResourceManager");
    daemon("datanode", "hdfs.server.datanode.DataNode");
    daemon("nodemanager", "yarn.server.nodemanager.NodeManager");
    await("datanode", "Successfully sent block report");
    await("nodemanager", "Registered with ResourceManager");
  }

  /** The folder that HADOOP_CONF_DIR names. */
  Path conf() {
    return conf;
  }

  /** A path on HDFS, for who has no configuration. */
  String hdfs(String path) {
    return "hdfs://" + namenode + path;
  }

  private void configure() throws IOException {
    site("core", Map.of("fs.defaultFS", hdfs(""), "hadoop.tmp.dir", data("tmp")));
    Map<String, String> hdfs = new LinkedHashMap<>();
    hdfs.put("dfs.replication", "1");
    hdfs.put("dfs.permissions.enabled", "false");
    hdfs.put("dfs.namenode.name.dir", "file://" + data("name"));
    hdfs.put("dfs.datanode.data.dir", "file://" + data("blocks"));
    hdfs.put("dfs.namenode.http-address", HOST + 0);
    hdfs.put("dfs.datanode.address", HOST + 0);
    hdfs.put("dfs.datanode.http.address", HOST + 0);
    hdfs.put("dfs.datanode.ipc.address", HOST + 0);
    site("hdfs", hdfs);
    Map<String, String> yarn = new LinkedHashMap<>();
    for (String service : List.of("", "scheduler.", "resource-tracker.", "admin.", "webapp.")) {
      yarn.put("yarn.resourcemanager." + service + "address", HOST + FreePort.next());
    }
    yarn.put("yarn.nodemanager.hostname", "127.0.0.1");
    yarn.put("yarn.nodemanager.address", HOST + 0);
    yarn.put("yarn.nodemanager.localizer.address", HOST + FreePort.next());
    yarn.put("yarn.nodemanager.webapp.address", HOST + FreePort.next());
    yarn.put("yarn.nodemanager.resource.memory-mb", "6144");
    yarn.put("yarn.nodemanager.resource.cpu-vcores", "4");
    yarn.put("yarn.scheduler.minimum-allocation-mb", "256");
    yarn.put("yarn.nodemanager.vmem-check-enabled", "false");
    yarn.put("yarn.nodemanager.local-dirs", data("local"));
    yarn.put("yarn.nodemanager.log-dirs", data("userlogs"));
    // A full disk of the machine is none of the test's business.
    yarn.put(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99.9");
    yarn.put("yarn.log-aggregation-enable", "true");
    yarn.put("yarn.nodemanager.remote-app-log-dir", hdfs("/logs"));
    site("yarn", yarn);
    scheduler();
    Files.writeString(
        conf.resolve("log4j.properties"),
        """
        log4j.rootLogger=INFO, stderr
        log4j.appender.stderr=org.apache.log4j.ConsoleAppender
        log4j.appender.stderr.target=System.err
        log4j.appender.stderr.layout=org.apache.log4j.SimpleLayout
        """);
  }

  private void scheduler() throws IOException {
    String root = "yarn.scheduler.capacity.root.";
    write(
        "capacity-scheduler.xml",
        Map.of(
            root + "queues",
            "default",
            root + "default.capacity",
            "100",
            "yarn.scheduler.capacity.maximum-am-resource-percent",
            "1"));
  }

  private void site(String name, Map<String, String> properties) throws IOException {
    write(name + "-site.xml", properties);
  }

  private void write(String file, Map<String, String> properties) throws IOException {
    Files.writeString(
        conf.resolve(file),
        properties.entrySet().stream()
            .map(
                property ->
                    "<property><name>%s</name><value>%s</value></property>"
                        .formatted(property.getKey(), property.getValue()))
            .collect(Collectors.joining("\n", "<configuration>\n", "\n</configuration>\n")));
  }

  private String data(String name) {
    return folder.resolve("hadoop-data").resolve(name).toString();
  }

  private void daemon(String name, String main) throws IOException {
    daemons.put(name, launch(name, main));
  }

  private Process launch(String name, String main, String... arguments) throws IOException {
    String classes = Files.readString(Path.of("target", "hadoop.classpath"));
    List<String> command =
        StandaloneCluster.java(conf + ":" + classes, "org.apache.hadoop." + main, arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("HADOOP_USER_NAME", "subspark");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(Redirect.to(folder.resolve(name + ".log").toFile()))
        .start();
  }

  private void await(String daemon, String words) throws IOException, InterruptedException {
    for (int second = 0; second < START_SECONDS; second++) {
      if (log(daemon).contains(words)) {
        return;
      }
      for (Map.Entry<String, Process> other : daemons.entrySet()) {
        if (!other.getValue().isAlive()) {
          throw new AssertionError(
              "The %s has ended: %s".formatted(other.getKey(), log(other.getKey())));
        }
      }
      TimeUnit.SECONDS.sleep(1);
    }
    throw new AssertionError("The %s does not start: %s".formatted(daemon, log(daemon)));
  }

  private String log(String daemon) throws IOException {
    return Files.readString(folder.resolve(daemon + ".log"));
  }

  @Override
  public void close() {
    // Containers go with their node manager.
    List<Process> lastFirst = new ArrayList<>(daemons.values());
    Collections.reverse(lastFirst);
    for (Process daemon : lastFirst) {
      daemon.descendants().forEach(ProcessHandle::destroyForcibly);
      daemon.destroyForcibly().onExit().join();
    }
  }
}
