/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecWriterTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsWrittenIsReadBack(long seed) {
    RandomSpecs specs = new RandomSpecs(seed);
    for (int i = 0; i < 25; i++) {
      SweepSpec spec = specs.next();
      assertThat(SpecReader.fromJson(SpecWriter.json(spec))).isEqualTo(spec);
    }
  }
}
