/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where and how a step ran. Figures agree bit for bit only where {@code backend}, {@code
 * blasKernel} and {@code threads} agree.
 *
 * @param host the machine
 * @param executor Spark's id of the executor
 * @param started ISO-8601, UTC
 * @param seconds wall time of the step on the executor
 * @param backend what computes the steps of trainings: ND4J's backend or libtorch, and version
 * @param device cpu, or gpu and its address
 * @param blas the BLAS library and version
 * @param blasKernel the processor that the BLAS picked its kernels for
 * @param threads BLAS threads of the step
 * @param peakBytes peak resident memory of the executor's process so far; 0 where the system does
 *     not tell
 * @param version of subspark, '+' and its git commit
 */
public record Provenance(
    String host,
    String executor,
    String started,
    double seconds,
    String backend,
    String device,
    String blas,
    String blasKernel,
    int threads,
    long peakBytes,
    String version)
    implements Serializable {

  /**
   * Of a step that several tasks share: their machines, executors and devices, each named once, and
   * the largest peak; the rest is the first's.
   */
  public static Provenance shared(List<Provenance> tasks) {
    Provenance first = tasks.get(0);
    return new Provenance(
        names(tasks, Provenance::host),
        names(tasks, Provenance::executor),
        first.started,
        tasks.stream().mapToDouble(Provenance::seconds).max().orElseThrow(),
        first.backend,
        names(tasks, Provenance::device),
        first.blas,
        first.blasKernel,
        first.threads,
        tasks.stream().mapToLong(Provenance::peakBytes).max().orElseThrow(),
        first.version);
  }

  private static String names(List<Provenance> tasks, Function<Provenance, String> name) {
    return tasks.stream().map(name).distinct().collect(Collectors.joining(", "));
  }

  /** When the step was done. */
  public Instant ended() {
    return Instant.parse(started).plusMillis(Math.round(1e3 * seconds));
  }

  /** What the bits of the step's figures depend on. */
  public Numerics numerics() {
    return new Numerics(
        backend, device.startsWith("gpu") ? "gpu" : device, blas, blasKernel, threads);
  }
}
