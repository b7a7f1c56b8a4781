/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** PGM, PPM and PBM files of any bytes. */
class PnmFuzzTest {

  @FuzzTest
  void read(byte[] bytes) throws Exception {
    file(bytes).read();
  }

  static HostileFile file(byte[] bytes) {
    return new HostileFile("pnm/a.pgm", bytes, 400);
  }
}
