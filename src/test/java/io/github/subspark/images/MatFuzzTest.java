/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

/** MATLAB files of any bytes. */
class MatFuzzTest {

  @FuzzTest
  @Timeout(300)
  void read(byte[] bytes) throws Exception {
    new HostileFile("faces.mat", bytes, 128).read();
  }
}
