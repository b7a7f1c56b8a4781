/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.linalg;

import org.bytedeco.openblas.global.openblas_nolapack;

/** How a factor enters a product. */
public enum Form {
  /** As it is stored. */
  PLAIN(openblas_nolapack.CblasNoTrans),
  /** Rows and columns swapped. */
  TRANSPOSED(openblas_nolapack.CblasTrans);

  private final int code;

  Form(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
