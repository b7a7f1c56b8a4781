/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import io.github.subspark.linalg.BlasThreads;
import io.github.subspark.network.Attention;
import io.github.subspark.training.Engine;
import io.github.subspark.training.EngineKind;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trainings and clusterings of subspark beside libtorch's, in turn, in one process, on the built-in
 * images: prints measure,k,threads,ours_ms,peer_ms,ratio with medians over rounds.
 */
@Command(
    name = "bench.sh",
    description = "Time subspark beside libtorch, in turn, on the built-in images.",
    mixinStandardHelpOptions = true)
public final class Benchmark implements Callable<Integer> {
  @Option(names = "--quick", description = "Fewer images and rounds: under five minutes.")
  private boolean quick;

  @Option(
      names = "--threads",
      description = "BLAS threads (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private int threads;

  @Option(
      names = "--rounds",
      description = "Rounds of each measure (default: 7, or 3 with --quick).")
  private int rounds;

  /** Called by submit/bench.sh. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Benchmark()).execute(arguments));
  }

  @Override
  public Integer call() {
    Nd4j.getExecutioner(); // Sets BLAS threads of its own as it loads.
    BlasThreads.set(threads);
    PrintStream out = System.out;
    Environment.lines(threads).forEach(line -> out.println("# " + line));
    Problem problem = quick ? Problem.turntable(10, 36) : Problem.turntable(20, 72);
    out.printf("# %d images of 32 x 32, medians over %d rounds%n", problem.count(), roundsTaken());
    Engine ours = EngineKind.DL4J.engine();
    Engine peer = EngineKind.TORCH.engine();
    Agreement.require(problem.smaller(), ours, peer);
    out.println("# losses after 5 epochs from the same weights and order agree to 1e-3");
    out.println("measure,k,threads,ours_ms,peer_ms,ratio");
    for (int k : List.of(1, 2, 3, 15)) {
      print(
          out,
          "pretraining epoch",
          k,
          Trainings.pretraining(problem, k, ours, peer, roundsTaken()));
      print(
          out,
          "fine-tuning epoch",
          k,
          Trainings.finetuning(problem, k, Attention.NONE, ours, peer, roundsTaken()));
      Floor.Times floor = Floor.of(problem, k, ours, roundsTaken());
      print(out, "fine-tuning epoch / its gemms", k, floor.epochAgainstGemms());
      print(out, "channel attention / none", k, floor.attentionAgainstNone());
    }
    print(
        out, "clustering / 40 fine-tuning epochs", 3, Clusterings.of(problem, ours, roundsTaken()));
    print(
        out,
        "ensemble / 40 fine-tuning epochs",
        3,
        Clusterings.ensemble(problem, ours, roundsTaken()));
    return 0;
  }

  private int roundsTaken() {
    return rounds > 0 ? rounds : quick ? 3 : 7;
  }

  private void print(PrintStream out, String measure, int k, Pair pair) {
    out.printf(
        "%s,%d,%d,%.2f,%.2f,%.3f%n",
        measure, k, threads, pair.ours(), pair.peer(), pair.ours() / pair.peer());
    out.flush();
  }
}
