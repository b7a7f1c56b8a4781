/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.devices;

/**
 * Which GPUs a build's machine code runs on.
 *
 * @param name of the build, for people
 * @param driver the oldest driver that it runs with
 * @param least the least compute capability that it has code for
 * @param beyond the next compute capability that it has no code for
 * @param elsewhere what runs on other generations
 */
public record GpuCode(
    String name, Version driver, Version least, Version beyond, String elsewhere) {
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
          new Version("9.0"),
          "Use training.engine=torch in a build with mvn package -Ptorch-cuda, or a GPU from Pascal"
              + " to Ada");
}
