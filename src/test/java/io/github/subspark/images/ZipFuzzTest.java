/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** ZIP archives of any bytes. */
class ZipFuzzTest {

  @FuzzTest
  void read(byte[] bytes) throws Exception {
    file(bytes).read();
  }

  static HostileFile file(byte[] bytes) {
    return new HostileFile("images.zip", bytes, 400);
  }
}
