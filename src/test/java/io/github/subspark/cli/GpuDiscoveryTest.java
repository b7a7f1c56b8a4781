/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.cli.SmallSweep.Ended;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What gpu-discovery.sh makes of the answers of nvidia-smi. */
class GpuDiscoveryTest extends ScriptCalls {
  @Test
  void gpusAreFoundAsSparkWantsThemNamed() throws Exception {
    nvidiaSmi("printf '0\\n1\\n'");
    assertThat(run("gpu-discovery.sh"))
        .isEqualTo(new Ended(0, "{\"name\": \"gpu\", \"addresses\": [\"0\",\"1\"]}\n", ""));
  }

  @Test
  void aBrokenDriverIsTold() throws Exception {
    nvidiaSmi("echo 'NVIDIA-SMI has failed because of the driver.'; exit 9");
    Ended ended = run("gpu-discovery.sh");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .startsWith("error: Cannot find GPUs: nvidia-smi on ")
        .contains("says: NVIDIA-SMI has failed")
        .endsWith("Mend the driver, or ask for no GPUs here.\n");
  }

  @Test
  void whatIsNoNumberIsNoGpu() throws Exception {
    nvidiaSmi("echo 'WARNING: infoROM is corrupted.' >&2; echo 0");
    assertThat(run("gpu-discovery.sh"))
        .isEqualTo(new Ended(0, "{\"name\": \"gpu\", \"addresses\": [\"0\"]}\n", ""));
    for (String script :
        List.of("echo No devices were found", "echo No devices were found >&2", "echo; exit 6")) {
      nvidiaSmi(script);
      Ended ended = run("gpu-discovery.sh");
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err())
          .startsWith("error: Cannot find GPUs: nvidia-smi on ")
          .containsPattern("says: (No devices were found|nothing)\\. Mend")
          .hasLineCount(1);
    }
  }

  @Test
  void aHangingDriverIsTold() throws Exception {
    // What timeout says when the time is up.
    program("bin/timeout", "exit 124");
    nvidiaSmi("sleep 60");
    Ended ended = run("gpu-discovery.sh");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains(" gave no answer in 30 s. ").hasLineCount(1);
  }

  private void nvidiaSmi(String script) throws IOException {
    program("bin/nvidia-smi", script);
  }
}
