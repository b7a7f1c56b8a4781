/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.BuildInfo;
import io.github.subspark.commit.LeaseHolder;
import io.github.subspark.commit.Numerics;
import io.github.subspark.commit.Provenance;
import io.github.subspark.linalg.BlasIdentity;
import io.github.subspark.linalg.BlasThreads;
import io.github.subspark.network.Backend;
import io.github.subspark.training.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** The machine that a step runs on, as its provenance tells of it. */
public final class Machine {
  private static final String GPU = "gpu";

  private Machine() {}

  /** Its name, for people. */
  public static String host() {
    return LeaseHolder.hostName();
  }

  /**
   * Makes this process compute with so many BLAS threads. ND4J sets a number of its own when it is
   * loaded, so it is loaded before: the first training of an executor would run on others.
   */
  public static void useThreads(int threads) {
    Backend.loaded();
    BlasThreads.set(threads);
  }

  /** Address of the GPU that Spark gave to this task, if it gave one. */
  static Optional<String> gpu() {
    TaskContext task = TaskContext.get();
    ResourceInformation gpus = task == null ? null : task.resourcesJMap().get(GPU);
    return gpus == null || gpus.addresses().length == 0
        ? Optional.empty()
        : Optional.of(gpus.addresses()[0]);
  }

  /** Of a step of a sweep with this engine that began at {@code started} and ends now. */
  public static Provenance provenance(Engine engine, Instant started) {
    BlasIdentity blas = BlasIdentity.current();
    return new Provenance(
        host(),
        SparkEnv.get().executorId(),
        started.toString(),
        Duration.between(started, Instant.now()).toMillis() / 1e3,
        engine.backend(),
        gpu().map(address -> "gpu " + address).orElse("cpu"),
        blas.library(),
        blas.kernel(),
        blas.threads(),
        peakBytes(),
        BuildInfo.current().version() + "+" + BuildInfo.current().commit());
  }

  /** What a step would be computed with here. */
  public static Numerics numerics(Engine engine) {
    return provenance(engine, Instant.now()).numerics();
  }

  /** Linux's high-water mark of this process's resident memory; 0 elsewhere. */
  static long peakBytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException elsewhere) {
      return 0;
    }
  }
}
