/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

/** A training cannot run on the GPU that it was given. */
public final class GpuUnusableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GpuUnusableException(String problem) {
    super(problem);
  }
}
