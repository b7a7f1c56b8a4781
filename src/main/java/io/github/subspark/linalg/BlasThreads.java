/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.linalg;

import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.presets.openblas_nolapack;

/**
 * The number of threads that one OpenBLAS call may use. It belongs to the process: ND4J's CPU
 * backend calls the same library, and so do all tasks of an executor. Nothing in this package sets
 * it by itself.
 */
public final class BlasThreads {
  private BlasThreads() {}

  /** Sets the number for all later calls in this process. */
  public static void set(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "Cannot run BLAS on %d threads: at least 1".formatted(threads));
    }
    Loader.load(openblas.class);
    openblas_nolapack.blas_set_num_threads(threads);
  }

  /** The number now in force, read from OpenBLAS' own variable; 0 where it cannot be told. */
  public static int current() {
    Loader.load(openblas.class);
    Pointer variable = Loader.addressof("blas_cpu_number");
    if (variable == null) {
      return 0;
    }
    try (IntPointer number = new IntPointer(variable)) {
      return number.get();
    }
  }
}
