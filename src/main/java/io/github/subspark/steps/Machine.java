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

  /** What a training computes on where Spark has no GPUs to give, as in embedded mode. */
  private static final String FIRST_GPU = "0";

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

  /**
   * Address of the GPU that this task computes on, if it does: the one that Spark gave to it, or
   * the first where Spark has none to give and the engine can do nothing else.
   */
  static Optional<String> gpu(Engine engine) {
    TaskContext task = TaskContext.get();
    ResourceInformation gpus = task == null ? null : task.resourcesJMap().get(GPU);
    if (gpus != null && gpus.addresses().length > 0) {
      return Optional.of(gpus.addresses()[0]);
    }
    return engine.needsGpu() ? Optional.of(FIRST_GPU) : Optional.empty();
  }

  /** Of a step of a sweep with this engine that began at {@code started} and ends now. */
  public static Provenance provenance(Engine engine, Instant started) {
    return provenance(engine.backend(), gpu(engine), started);
  }

  /** Of a step that Spark MLlib computed; the driver, which tells it, may have no GPU to load. */
  public static Provenance ofMllib(Instant started) {
    return provenance("Spark MLlib " + BuildInfo.current().spark(), Optional.empty(), started);
  }

  private static Provenance provenance(String backend, Optional<String> gpu, Instant started) {
    BlasIdentity blas = BlasIdentity.current();
    return new Provenance(
        host(),
        SparkEnv.get().executorId(),
        started.toString(),
        Duration.between(started, Instant.now()).toMillis() / 1e3,
        backend,
        gpu.map(address -> "gpu " + address).orElse("cpu"),
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
  public static long peakBytes() {
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
