/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

/** ZIP archives of any bytes. */
class ZipFuzzTest {

  @FuzzTest
  @Timeout(300)
  void read(byte[] bytes) throws Exception {
    new HostileFile("images.zip", bytes, 400).read();
  }
}
