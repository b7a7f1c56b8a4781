/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.devices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of nvidia-smi as it words them on machines of several generations. */
class PreflightTest {
  private static final long GIB = 1L << 30;

  private static SmiAnswer gpus(String... lines) {
    return new SmiAnswer(true, 0, String.join("\n", lines) + "\n");
  }

  private static Optional<String> problem(SmiAnswer answer, String address, long bytes) {
    return Preflight.problem(Optional.of(GpuCode.ND4J_CUDA), answer, address, bytes, "node7");
  }

  private static Optional<String> problem(String line) {
    return problem(gpus(line), line.substring(0, line.indexOf(',')), GIB);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0, Tesla K80, 470.182.03, 11441, 3.7",
        "3, Tesla P100-PCIE-16GB, 535.104.05, 16384, 6.0",
        "0, NVIDIA GeForce GTX 1080 Ti, 535.129.03, 11264, 6.1",
        "0, NVIDIA TITAN V, 570.86.15, 12288, 7.0",
        "1, Tesla V100-SXM2-32GB, 525.105.17, 32768, 7.0",
        "0, Tesla T4, 550.54.15, 15360, 7.5",
        "7, NVIDIA A100-SXM4-80GB, 535.183.01, 81920, 8.0",
        "0, NVIDIA GeForce RTX 3090, 535.129.03, 24576, 8.6",
        "1, NVIDIA RTX 5880 Ada Generation, 570.86.15, 49140, 8.9",
        "0, NVIDIA L4, 550.54.15, 23034, 8.9",
      })
  void generationsWithCodePass(String line) {
    assertThat(problem(line)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0, Tesla K40m, 470.182.03, 11441, 3.5 | GPU 0 (Tesla K40m, compute capability 3.5)",
        "0, NVIDIA H100 80GB HBM3, 550.54.15, 81559, 9.0 | GPU 0 (NVIDIA H100 80GB HBM3, compute capability 9.0)",
        "2, NVIDIA H200, 570.86.15, 143771, 9.0 | GPU 2 (NVIDIA H200, compute capability 9.0)",
        "0, NVIDIA B200, 570.124.06, 183359, 10.0 | GPU 0 (NVIDIA B200, compute capability 10.0)",
        "0, NVIDIA GeForce RTX 5090, 580.65.06, 32607, 12.0 | GPU 0 (NVIDIA GeForce RTX 5090, compute capability 12.0)",
      })
  void generationsWithoutCodeAreRefused(String line, String gpu) {
    assertThat(problem(line))
        .contains(
            "Cannot train on "
                + gpu
                + " of node7: ND4J for CUDA 11.6 has code from 3.7 on, and none for 9.0 or later."
                + " Use training.engine=torch in a build with mvn package -Ptorch-cuda, or a GPU"
                + " from Kepler (3.7) to Ada (8.9).");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0, Tesla V100-SXM2-32GB, 580.95.05, 32768, 7.0 | libtorch for CUDA 13.1 has code from 7.5 on. Use",
        "0, NVIDIA H100 80GB HBM3, 570.86.15, 81559, 9.0 | its driver is 570.86.15, and libtorch for CUDA 13.1 needs 580.65.06.",
        "0, NVIDIA H100 80GB HBM3, 580.95.05, 81559, 9.0 |",
        "0, NVIDIA B200, 580.95.05, 183359, 10.0 |",
        "0, Tesla T4, 580.95.05, 15360, 7.5 |",
      })
  void libtorchRunsOnTodaysGenerations(String line, String refusal) {
    Optional<String> problem =
        Preflight.problem(Optional.of(GpuCode.LIBTORCH), gpus(line), "0", GIB, "node7");
    assertThat(problem.isPresent()).isEqualTo(refusal != null);
    problem.ifPresent(text -> assertThat(text).contains(refusal));
  }

  @Test
  void anOldDriverIsRefusedWhateverTheGpu() {
    assertThat(problem("0, Tesla V100-PCIE-16GB, 418.87.01, 16160"))
        .contains(
            "Cannot train on GPU 0 (Tesla V100-PCIE-16GB) of node7: its driver is 418.87.01, and"
                + " ND4J for CUDA 11.6 needs 450.80.02. Update NVIDIA's driver there.");
    assertThat(problem("0, Tesla V100-PCIE-16GB, 450.80.01, 16160")).isPresent();
    assertThat(problem("0, Tesla V100-PCIE-16GB, 450.80.02, 16160")).isEmpty();
  }

  @Test
  void aDriverThatCannotTellTheGenerationPasses() {
    assertThat(problem("0, Tesla T4, 470.182.03, 15109")).isEmpty();
  }

  @Test
  void withoutADriverItSaysSo() {
    assertThat(problem(new SmiAnswer(false, 0, ""), "0", GIB))
        .contains(
            "Cannot train on GPU 0 of node7: there is no nvidia-smi, and so no driver. Install"
                + " NVIDIA's driver, 450.80.02 or later.");
    assertThat(
            problem(
                new SmiAnswer(
                    true,
                    9,
                    "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."
                        + " Make sure that the latest NVIDIA driver is installed and running.\n\n"),
                "0",
                GIB))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith("Cannot train on GPU 0 of node7: nvidia-smi says 'NVIDIA-SMI has")
                    .endsWith("Mend NVIDIA's driver there, or leave that machine out."));
  }

  @Test
  void anAddressThatIsNotThereIsNamed() {
    SmiAnswer two =
        gpus("0, Tesla T4, 550.54.15, 15360, 7.5", "1, Tesla T4, 550.54.15, 15360, 7.5");
    assertThat(problem(two, "1", GIB)).isEmpty();
    assertThat(problem(two, "2", GIB))
        .hasValueSatisfying(text -> assertThat(text).contains("nvidia-smi knows of GPU 0, 1."));
    assertThat(problem(gpus("No devices were found"), "0", GIB))
        .hasValueSatisfying(text -> assertThat(text).contains("nvidia-smi knows of none."));
  }

  @Test
  void memoryIsCountedBesideCudasOwn() {
    String t4 = "0, Tesla T4, 550.54.15, 15360, 7.5";
    assertThat(problem(gpus(t4), "0", 14L * GIB)).isEmpty();
    assertThat(problem(gpus(t4), "0", 14L * GIB + 1))
        .contains(
            "Cannot train on GPU 0 (Tesla T4, compute capability 7.5) of node7: a training takes"
                + " 15361 MiB of its memory, and it has 15360. Take fewer images or channels, or a"
                + " larger GPU.");
    assertThat(problem(gpus("0, NVIDIA GB10, 580.95.05, [N/A], 8.9"), "0", 900L * GIB))
        .as("memory shared with the processor is not the driver's to tell")
        .isEmpty();
  }

  @Test
  void aToolThatHangsOrSaysNothingIsTold() {
    assertThat(problem(SmiAnswer.of(1, "sleep", "60"), "0", GIB))
        .hasValueSatisfying(
            text -> assertThat(text).contains("nvidia-smi says 'no answer within 1 s'."));
    assertThat(problem(SmiAnswer.of(60, "false"), "0", GIB))
        .hasValueSatisfying(
            text -> assertThat(text).contains("nvidia-smi says 'nothing, with code 1'."));
    assertThat(SmiAnswer.of(60, "no-such-tool-anywhere").installed()).isFalse();
  }

  @Test
  void aBuildForProcessorsIsRefused() {
    assertThat(
            Preflight.problem(
                Optional.empty(), gpus("0, Tesla T4, 550.54.15, 15360, 7.5"), "0", 1, "node7"))
        .contains(
            "Cannot train on GPU 0 of node7: this build computes on processors. Build with mvn"
                + " package -Pcuda (for training.engine=dl4j) or -Ptorch-cuda (for torch), or leave"
                + " out spark.executor.resource.gpu.amount.");
  }

  @Test
  void aBackendThatFellBackIsRefused() {
    assertThat(Preflight.problem("CpuBackend", false, "0", "node7"))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("what was loaded, CpuBackend, computes on the processor. Put"));
    assertThat(Preflight.problem("JCublasBackend", true, "0", "node7")).isEmpty();
  }

  @Test
  void versionsAreComparedByNumber() {
    assertThat(Stream.of("10.0", "8.10", "450.80.02", "8.6", "450").map(Version::new).sorted())
        .extracting(Version::text)
        .containsExactly("8.6", "8.10", "10.0", "450", "450.80.02");
  }
}
