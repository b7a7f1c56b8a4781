/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

/** JPEG files of any bytes. */
class JpegFuzzTest {

  @FuzzTest
  @Timeout(300)
  void read(byte[] bytes) throws Exception {
    new HostileFile("jpeg/a.jpg", bytes, 400).read();
  }
}
