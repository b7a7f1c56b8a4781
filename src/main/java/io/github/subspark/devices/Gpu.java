/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.devices;

import java.util.Optional;

/**
 * A GPU as nvidia-smi tells of it.
 *
 * @param index its address, in the order of the PCI bus
 * @param name its product name
 * @param driver the driver's version
 * @param memoryMib its memory in MiB; empty where it has none of its own
 * @param capability its compute capability, which stands for its generation; empty where the driver
 *     is too old to tell
 */
record Gpu(
    String index,
    String name,
    Version driver,
    Optional<Long> memoryMib,
    Optional<Version> capability) {

  /** From a line of values between commas; empty if it is none. */
  static Optional<Gpu> parse(String line) {
    String[] values = line.strip().split("\\s*,\\s*", -1);
    if (values.length < 4 || !values[0].matches("\\d{1,4}") || !Version.isVersion(values[2])) {
      return Optional.empty();
    }
    Optional<Long> memory =
        Optional.of(values[3]).filter(text -> text.matches("\\d{1,12}")).map(Long::valueOf);
    Optional<Version> capability =
        values.length > 4 && Version.isVersion(values[4])
            ? Optional.of(new Version(values[4]))
            : Optional.empty();
    return Optional.of(new Gpu(values[0], values[1], new Version(values[2]), memory, capability));
  }

  @Override
  public String toString() {
    return "GPU %s (%s%s)"
        .formatted(index, name, capability.map(c -> ", compute capability " + c).orElse(""));
  }
}
