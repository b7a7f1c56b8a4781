/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

/** PGM, PPM and PBM files of any bytes. */
class PnmFuzzTest {

  @FuzzTest
  @Timeout(300)
  void read(byte[] bytes) throws Exception {
    new HostileFile("pnm/a.pgm", bytes, 400).read();
  }
}
