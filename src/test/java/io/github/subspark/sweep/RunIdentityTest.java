/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdentityTest {
  private static final String SPEC =
      """
      data.path = coil20.mat
      clusters = 20
      grid = [{compression = [25 %], attention = [none]}]
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.path=hdfs:///elsewhere/coil20.mat",
        "data.mat.images=X",
        "data.labels=false",
        "job.cores-per-training=2",
        "grid=[{compression=[0.25],attention=[none]}]"
      })
  void whatDoesNotTouchTheNumbersIsTheSameRun(String definition) {
    RunIdentity here = identity(definition);
    RunIdentity run = identity();

    assertThat(here.differences(run)).isEmpty();
    assertThat(here.digest()).isEqualTo(run.digest()).matches("[0-9a-f]{64}");
  }

  @Test
  void eachChangeIsOneLine() {
    RunIdentity here =
        RunIdentity.of(
            spec("training.batch-size=144", "affinity.dsc.unit-diagonal=no", "seeds=[0,1]"),
            "coil",
            8,
            "c".repeat(64));

    assertThat(here.differences(identity()))
        .containsExactly(
            "affinity.dsc.unit-diagonal: false here, true in the run",
            "data.images: \"8 with SHA-256 cccccccccccc...\" here, \"9 with SHA-256 ab\" in the run",
            "data.name: \"coil\" here, \"coil20\" in the run",
            "seeds: [0,1] here, [0,1,2,3,4] in the run",
            "training.batch-size: 144 here, 256 in the run");
    assertThat(here.digest()).isNotEqualTo(identity().digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clusters=21",
        "grid=[{compression=[50 %],attention=[none]}]",
        "network.lambda1=2",
        "training.restarts.limit=2",
        "training.engine=torch",
        "pretraining.mode=spark",
        "affinity.kinds=[plain]",
        "clustering.pic.iterations=51"
      })
  void whatTouchesTheNumbersIsAnotherRun(String definition) {
    assertThat(identity(definition).differences(identity())).hasSize(1);
  }

  private static RunIdentity identity(String... definitions) {
    return RunIdentity.of(spec(definitions), "coil20", 9, "ab");
  }

  private static SweepSpec spec(String... definitions) {
    List<Setting> settings = Arrays.stream(definitions).map(Setting::ofDefinition).toList();
    return SpecReader.read(Optional.of(new ConfigText("test.conf", SPEC)), settings);
  }
}
