/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** PNG files of any bytes. */
class PngFuzzTest {

  @FuzzTest
  void read(byte[] bytes) throws Exception {
    file(bytes).read();
  }

  static HostileFile file(byte[] bytes) {
    return new HostileFile("png/a.png", bytes, 400);
  }
}
