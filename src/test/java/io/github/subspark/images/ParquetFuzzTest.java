/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

/** Parquet files of any bytes. */
class ParquetFuzzTest {

  @FuzzTest
  @Timeout(300)
  void read(byte[] bytes) throws Exception {
    new HostileFile("images.parquet", bytes, 200).read();
  }
}
