/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** NumPy files of any bytes, as images and as labels. */
class NpyFuzzTest {
  private static final byte[] THREE_IMAGES =
      "\u0093NUMPY\1\0\66\0{'descr': '|u1', 'fortran_order': False, 'shape': (3, 4)}123456789012"
          .getBytes(StandardCharsets.ISO_8859_1);

  @FuzzTest
  void read(byte[] bytes) throws Exception {
    file(bytes).read();
    new HostileFile("three.npy", THREE_IMAGES, 64).labels("labels.npy", bytes).read();
  }

  static HostileFile file(byte[] bytes) {
    return new HostileFile("images.npy", bytes, 64);
  }
}
