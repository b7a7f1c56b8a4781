/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.linalg;

import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Which BLAS computes in this process. Results repeat to the bit only where all three are the same.
 *
 * @param library name and version of the library
 * @param kernel the kernels that OpenBLAS chose for this processor (or was told by {@code
 *     OPENBLAS_CORETYPE}), in OpenBLAS' capitals; 'unknown' where it cannot be told
 * @param threads threads of one call
 */
public record BlasIdentity(String library, String kernel, int threads) {
  private static final List<String> KERNELS =
      List.of(
          "PRESCOTT",
          "CORE2",
          "NEHALEM",
          "BARCELONA",
          "SANDYBRIDGE",
          "BULLDOZER",
          "PILEDRIVER",
          "STEAMROLLER",
          "EXCAVATOR",
          "HASWELL",
          "ZEN",
          "SKYLAKEX",
          "COOPERLAKE",
          "SAPPHIRERAPIDS",
          "ARMV8",
          "NEOVERSEN1",
          "NEOVERSEV1",
          "NEOVERSEN2");

  /** Asks the library. */
  public static BlasIdentity current() {
    int threads = BlasThreads.current();
    return new BlasIdentity(openblas.OPENBLAS_VERSION.strip(), kernelInUse(), threads);
  }

  /**
   * OpenBLAS keeps a table of functions for each kernel, gotoblas_NAME, and a pointer to the one in
   * use, gotoblas. The function that names it, openblas_get_corename, has no Java binding.
   */
  private static String kernelInUse() {
    Loader.load(openblas.class);
    Pointer variable = Loader.addressof("gotoblas");
    if (variable == null) {
      return "unknown";
    }
    try (PointerPointer<Pointer> holder = new PointerPointer<>(variable)) {
      long chosen = holder.get(0).address();
      return KERNELS.stream()
          .filter(name -> addressOf("gotoblas_" + name) == chosen)
          .findFirst()
          .orElse("unknown");
    }
  }

  private static long addressOf(String symbol) {
    Pointer address = Loader.addressof(symbol);
    return address == null ? 0 : address.address();
  }
}
