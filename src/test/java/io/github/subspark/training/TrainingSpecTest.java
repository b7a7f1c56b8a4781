/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingSpecTest {
  @ParameterizedTest
  @CsvSource({"0,1440,40", "0,400,144", "0,575,100", "0,640,90", "0,1000000,1", "7,1440,7"})
  void hasAsManyEpochsAsItsImagesCallFor(int epochs, int images, int expected) {
    TrainingSpec spec =
        new TrainingSpec(EngineKind.DL4J, 1, 1, epochs, .001, new RestartSpec(1, 8, 200, .5, .1));

    assertThat(spec.finetuningEpochs(images)).isEqualTo(expected);
  }
}
