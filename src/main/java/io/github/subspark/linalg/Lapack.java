/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.linalg;

/** What LAPACKE's return codes mean. */
final class Lapack {
  private Lapack() {}

  /** Below 0: an argument is wrong (a NaN among the entries, most often); above: gave up. */
  static void check(String routine, int info) {
    if (info < 0) {
      throw new IllegalArgumentException(
          "Cannot decompose the matrix: argument %d of %s is not valid".formatted(-info, routine));
    }
    if (info > 0) {
      throw new NoConvergenceException(routine, info);
    }
  }
}
