/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** JPEG files of any bytes. */
class JpegFuzzTest {

  @FuzzTest
  void read(byte[] bytes) throws Exception {
    file(bytes).read();
  }

  static HostileFile file(byte[] bytes) {
    return new HostileFile("jpeg/a.jpg", bytes, 400);
  }
}
