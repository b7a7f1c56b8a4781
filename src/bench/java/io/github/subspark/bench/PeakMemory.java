/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import io.github.subspark.linalg.BlasThreads;
import io.github.subspark.network.Attention;
import io.github.subspark.training.Engine;
import io.github.subspark.training.EngineKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Peak resident memory of a JVM that does nothing but train cells of one kind, in MB: a process of
 * its own for each figure, as {@code submit/bench.sh --memory} starts it.
 */
public final class PeakMemory {
  private static final int EPOCHS = 3;

  private PeakMemory() {}

  /** Prints the figure. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 5) {
      System.err.println(
          "error: Cannot measure: name engine, k, objects, angles and trainings, such as dl4j 2 100 72 1.");
      System.exit(2);
    }
    Nd4j.getExecutioner();
    BlasThreads.set(1);
    Engine engine = EngineKind.valueOf(arguments[0].toUpperCase(Locale.ROOT)).engine();
    int k = Integer.parseInt(arguments[1]);
    Problem problem =
        Problem.turntable(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
    int trainings = Integer.parseInt(arguments[4]);
    for (int training = 0; training < trainings; training++) {
      train(problem, k, engine);
    }
    System.out.printf(
        "%s,%d,%d,%d,%d%n", arguments[0], k, problem.count(), trainings, peakBytes() / 1_000_000);
  }

  private static void train(Problem problem, int k, Engine engine) {
    engine.fineTune(
        problem.images(),
        problem.architecture(k),
        Attention.CHANNEL,
        problem.spec().network(),
        problem.training(1, EPOCHS),
        Trainings.start(problem, k, engine),
        1);
  }

  private static long peakBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }
}
