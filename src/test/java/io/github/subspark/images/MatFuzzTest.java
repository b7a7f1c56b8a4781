/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** MATLAB files of any bytes. */
class MatFuzzTest {

  @FuzzTest
  void read(byte[] bytes) throws Exception {
    file(bytes).read();
  }

  static HostileFile file(byte[] bytes) {
    return new HostileFile("faces.mat", bytes, 128);
  }
}
