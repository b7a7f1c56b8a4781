/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.devices;

import java.util.Optional;

/**
 * Which GPUs a build's machine code runs on.
 *
 * @param name of the build, for people
 * @param driver the oldest driver that it runs with
 * @param least the least compute capability that it has code for
 * @param beyond the next compute capability that it has no code for; empty if there is none known
 * @param elsewhere what runs on other generations
 */
public record GpuCode(
    String name, Version driver, Version least, Optional<Version> beyond, String elsewhere) {
  /**
   * ND4J's CUDA backend: machine code for 3.7 to 8.6, which runs on 8.9 too, and no PTX that a
   * newer driver could translate. CUDA 11 runs with any driver from 450.80.02 on (NVIDIA, 'CUDA
   * compatibility', minor version compatibility).
   */
  public static final GpuCode ND4J_CUDA =
      new GpuCode(
          "ND4J for CUDA 11.6",
          new Version("450.80.02"),
          new Version("3.7"),
          Optional.of(new Version("9.0")),
          "Use training.engine=torch in a build with mvn package -Ptorch-cuda, or a GPU from Kepler"
              + " (3.7) to Ada (8.9)");

  /** bytedeco's libtorch 2.10 for CUDA 13.1, which knows no GPUs before Turing. */
  public static final GpuCode LIBTORCH =
      new GpuCode(
          "libtorch for CUDA 13.1",
          new Version("580.65.06"),
          new Version("7.5"),
          Optional.empty(),
          "Use training.engine=dl4j in a build with mvn package -Pcuda, or a GPU from Turing on");

  /** Whether it runs on a generation. */
  boolean runsOn(Version capability) {
    return capability.compareTo(least) >= 0
        && beyond.map(none -> capability.compareTo(none) < 0).orElse(true);
  }

  /** The generations that it runs on, for people. */
  String range() {
    return "%s has code from %s on%s"
        .formatted(
            name,
            least,
            beyond.map(none -> ", and none for %s or later".formatted(none)).orElse(""));
  }
}
