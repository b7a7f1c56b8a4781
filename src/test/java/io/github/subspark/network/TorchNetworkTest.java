/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.linalg.BlasThreads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What libtorch takes of the process. */
class TorchNetworkTest {
  private static final int COUNT = 300;
  private static final long MIB = 1L << 20;

  private static final Architecture ARCHITECTURE =
      new Architecture(1, 16, 16, List.of(new EncoderLayer(4, 3)));
  private static final NetworkSpec SPEC =
      new NetworkSpec(List.of(), 3, 1, 150, 0.5, 0.5, AttentionPlace.ENCODER);

  @Test
  void isOnTheClassPathOfTests() {
    assertThat(Libtorch.isOnClassPath()).isTrue();
  }

  /** Prepares the libtorch of a process of its own. */
  static final class Prepares {
    private Prepares() {}

    public static void main(String[] arguments) {
      Libtorch.prepare(Libtorch.CPU).close();
    }
  }

  @Test
  void unpacksALibraryBeforeWhatCallsItIsLoaded(@TempDir Path cache) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.cachedir=" + cache,
                "-Dorg.bytedeco.javacpp.logger.debug=true",
                "-cp",
                System.getProperty("java.class.path"),
                Prepares.class.getName())
            .redirectErrorStream(true)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
    // Another order would take the libtorch_cpu.so of the machine, where it has one.
    assertThat(told)
        .containsSubsequence(
            "Extracting", "linux-x86_64/libtorch_cpu.so", "Loading " + cache, "libtorch.so");
  }

  @Test
  void computesOnAsManyThreadsAsBlas() {
    int before = BlasThreads.current();
    try {
      for (int threads : new int[] {2, 1}) {
        BlasThreads.set(threads);
        Libtorch.prepare(Libtorch.CPU).close();
        assertThat(torch.get_num_threads()).isEqualTo(threads);
        assertThat(BlasThreads.current()).isEqualTo(threads);
      }
    } finally {
      BlasThreads.set(before);
    }
  }

  @Test
  void convolvesWithoutTheLibrariesThatErrOrComplain() {
    torch.globalContext().setUserEnabledMkldnn(true);
    torch.globalContext().setUserEnabledNNPACK(true);
    Libtorch.prepare(Libtorch.CPU).close();
    assertThat(torch.globalContext().userEnabledMkldnn()).isFalse();
    assertThat(torch.globalContext().userEnabledNNPACK()).isFalse();
  }

  @Test
  void aGpuThatThisBuildCannotUseIsTheProcessor() {
    assertThat(Libtorch.gpu("1")).isEqualTo(Libtorch.CPU);
  }

  @Test
  void fineTuningStepsFreeWhatTheyTake() throws IOException {
    try (AutoencoderGraph graph =
            AutoencoderGraph.finetuning(ARCHITECTURE, Attention.CHANNEL, SPEC, COUNT, 1e-3)
                .initialize(1);
        FineTuningStep step = new TorchFineTuningStep(graph, pixels(), 1e-3, Libtorch.CPU)) {
      assertFlat(
          200,
          () -> {
            step.take();
            step.loss();
          });
    }
  }

  @Test
  void pretrainingStepsFreeWhatTheyTake() throws IOException {
    int[] order = IntStream.range(0, COUNT).toArray();
    try (AutoencoderGraph graph = AutoencoderGraph.pretraining(ARCHITECTURE, 1e-3).initialize(1);
        PretrainingStep step = new TorchPretrainingStep(graph, pixels(), 1e-3, Libtorch.CPU)) {
      assertFlat(200, () -> step.take(order, 0, COUNT));
    }
  }

  @Test
  void closingFreesWhatStepsHeld() throws IOException {
    // On one graph: closing graphs collects garbage, which would free forgotten tensors too.
    try (AutoencoderGraph graph =
        AutoencoderGraph.finetuning(ARCHITECTURE, Attention.NONE, SPEC, COUNT, 1e-3)) {
      assertFlat(
          100,
          () -> {
            try (FineTuningStep step =
                new TorchFineTuningStep(graph, pixels(), 1e-3, Libtorch.CPU)) {
              step.take();
            }
          });
    }
  }

  /**
   * So many times take as much resident memory as 20: each has tensors of megabytes, C alone a
   * third of one.
   */
  private static void assertFlat(int times, Runnable work) throws IOException {
    IntStream.range(0, 20).forEach(i -> work.run());
    long few = residentBytes();
    IntStream.range(20, times).forEach(i -> work.run());
    assertThat(residentBytes() - few).isLessThan(32 * MIB);
  }

  private static long residentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("RssAnon:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }

  private static float[] pixels() {
    float[] pixels = new float[COUNT * 256];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (0.5 + 0.5 * Math.sin(0.37 * i));
    }
    return pixels;
  }
}
