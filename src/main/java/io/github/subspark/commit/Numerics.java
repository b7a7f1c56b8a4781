/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What the bits of a step's figures depend on, beside its inputs.
 *
 * @param backend what computes the steps of trainings: ND4J's backend or libtorch, and version
 * @param device cpu or gpu
 * @param blas the BLAS library and version
 * @param blasKernel the processor that the BLAS picked its kernels for
 * @param threads BLAS threads
 */
public record Numerics(String backend, String device, String blas, String blasKernel, int threads)
    implements Serializable {

  /** The same on another device. */
  public Numerics on(String other) {
    return new Numerics(backend, other, blas, blasKernel, threads);
  }

  /** Where these differ from others, as 'BLAS kernel: Haswell here, Zen there'. */
  public List<String> differences(Numerics there) {
    List<String> lines = new ArrayList<>();
    compare("backend", backend, there.backend, lines);
    compare("device", device, there.device, lines);
    compare("BLAS", blas, there.blas, lines);
    compare("BLAS kernel", blasKernel, there.blasKernel, lines);
    compare("BLAS threads", threads, there.threads, lines);
    return List.copyOf(lines);
  }

  private static void compare(String name, Object here, Object there, List<String> lines) {
    if (!here.equals(there)) {
      lines.add("%s: %s here, %s there".formatted(name, here, there));
    }
  }
}
