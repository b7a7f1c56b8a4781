/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.devices;

import java.util.Optional;

/**
 * Whether a training can run on a GPU, before anything is loaded that would fail without words.
 * What decides is what it is told: nothing here asks a machine.
 */
public final class Preflight {
  private static final long MIB = 1L << 20;

  /** What CUDA's context, its libraries' code and their buffers take of a GPU's memory. */
  private static final long CONTEXT_MIB = 1024;

  private Preflight() {}

  /**
   * What is wrong, in one sentence with the remedy; empty if nothing is.
   *
   * @param code what this build runs on; empty if it computes on processors alone
   * @param answer nvidia-smi's
   * @param address the GPU's index that Spark gave to the training
   * @param bytes of device memory that a training takes
   * @param host for people
   */
  public static Optional<String> problem(
      Optional<GpuCode> code, SmiAnswer answer, String address, long bytes, String host) {
    String place = "GPU " + address;
    if (code.isEmpty()) {
      return refusal(
          place,
          host,
          "this build computes on processors",
          "Build with mvn package -Pcuda (for training.engine=dl4j) or -Ptorch-cuda (for torch), or leave out spark.executor.resource.gpu.amount");
    }
    if (!answer.installed()) {
      return refusal(
          place,
          host,
          "there is no nvidia-smi, and so no driver",
          "Install NVIDIA's driver, %s or later".formatted(code.get().driver()));
    }
    if (answer.code() != 0) {
      return refusal(
          place,
          host,
          "nvidia-smi says '%s'".formatted(answer.words()),
          "Mend NVIDIA's driver there, or leave that machine out");
    }
    Optional<Gpu> gpu =
        answer.gpus().stream().filter(one -> one.index().equals(address)).findFirst();
    return gpu.isPresent()
        ? problem(code.get(), gpu.get(), bytes, host)
        : refusal(
            place,
            host,
            "nvidia-smi knows of %s"
                .formatted(answer.gpus().isEmpty() ? "none" : "GPU " + answer.addresses()),
            "Let submit/gpu-discovery.sh be the discovery script there");
  }

  private static Optional<String> problem(GpuCode code, Gpu gpu, long bytes, String host) {
    String place = gpu.toString();
    if (gpu.driver().compareTo(code.driver()) < 0) {
      return refusal(
          place,
          host,
          "its driver is %s, and %s needs %s".formatted(gpu.driver(), code.name(), code.driver()),
          "Update NVIDIA's driver there");
    }
    if (!gpu.capability().map(code::runsOn).orElse(true)) {
      return refusal(place, host, code.range(), code.elsewhere());
    }
    long needed = (bytes + MIB - 1) / MIB + CONTEXT_MIB;
    if (gpu.memoryMib().map(there -> there < needed).orElse(false)) {
      return refusal(
          place,
          host,
          "a training takes %d MiB of its memory, and it has %d"
              .formatted(needed, gpu.memoryMib().get()),
          "Take fewer images or channels, or a larger GPU");
    }
    return Optional.empty();
  }

  /**
   * The same of a library that has been loaded.
   *
   * @param backend its name
   * @param seesGpus whether it can compute on them
   */
  public static Optional<String> problem(
      String backend, boolean seesGpus, String address, String host) {
    return seesGpus
        ? Optional.empty()
        : refusal(
            "GPU " + address,
            host,
            "what was loaded, %s, computes on the processor".formatted(backend),
            "Put the files of target/natives, and no other backend's, on spark.executor.extraClassPath");
  }

  private static Optional<String> refusal(String place, String host, String reason, String remedy) {
    return Optional.of("Cannot train on %s of %s: %s. %s.".formatted(place, host, reason, remedy));
  }
}
