/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.linalg;

/** A LAPACK routine gave up on a decomposition. */
public final class NoConvergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoConvergenceException(String routine, int info) {
    super("Cannot decompose the matrix: %s returned %d".formatted(routine, info));
  }
}
