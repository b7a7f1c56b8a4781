/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import io.github.subspark.linalg.BlasThreads;
import io.github.subspark.network.Attention;
import io.github.subspark.steps.Machine;
import io.github.subspark.training.Engine;
import io.github.subspark.training.EngineKind;
import java.util.concurrent.Callable;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Peak resident memory of a JVM that does nothing but train cells of one kind, in MB: a process of
 * its own for each figure, as {@code submit/bench.sh --memory} starts it.
 */
@Command(
    name = "bench.sh --memory",
    description =
        "Peak resident memory of a process that only trains: prints"
            + " engine,k,images,trainings,megabytes.")
public final class PeakMemory implements Callable<Integer> {
  private static final int EPOCHS = 3;

  @Parameters(index = "0", paramLabel = "ENGINE", description = "${COMPLETION-CANDIDATES}.")
  private EngineKind kind;

  @Parameters(index = "1", paramLabel = "K", description = "Latent channels.")
  private int k;

  @Parameters(index = "2", paramLabel = "OBJECTS", description = "Of the built-in images.")
  private int objects;

  @Parameters(index = "3", paramLabel = "ANGLES", description = "Images of each object.")
  private int angles;

  @Parameters(index = "4", paramLabel = "TRAININGS", description = "One after the other.")
  private int trainings;

  /** Called by submit/bench.sh. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new PeakMemory())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() {
    Nd4j.getExecutioner(); // Sets BLAS threads of its own as it loads.
    BlasThreads.set(1);
    Problem problem = Problem.turntable(objects, angles);
    for (int training = 0; training < trainings; training++) {
      train(problem, k, kind.engine());
    }
    System.out.printf(
        "%s,%d,%d,%d,%d%n",
        kind.text(), k, problem.count(), trainings, Machine.peakBytes() / 1_000_000);
    return 0;
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
}
