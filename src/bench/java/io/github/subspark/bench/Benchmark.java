/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import io.github.subspark.InvalidInputException;
import io.github.subspark.linalg.BlasThreads;
import io.github.subspark.network.Attention;
import io.github.subspark.training.Engine;
import io.github.subspark.training.EngineKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/**
 * Trainings, clusterings and sweeps of subspark beside libtorch's, in turn, on the built-in images:
 * prints measure,k,threads,ours_ms,peer_ms,ratio with medians over rounds.
 */
@Command(
    name = "bench.sh",
    description = "Time subspark beside libtorch, in turn, on the built-in images.",
    mixinStandardHelpOptions = true)
public final class Benchmark implements Callable<Integer> {
  private static final List<Integer> CHANNELS = List.of(1, 2, 3, 15);

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

  @Option(
      names = "--sweeps",
      paramLabel = "SEEDS",
      description =
          "Also time the paper's grid over that many seeds as a sweep, and by two libtorch"
              + " processes: about three minutes a seed.")
  private int seeds;

  @Option(
      names = "--kernels",
      description = "Time the kernels instead, by JMH: about four minutes.")
  private boolean kernels;

  @Option(
      names = "--variants",
      paramLabel = "RUN",
      arity = "1..*",
      description =
          "Score other ways to average the ensembles' partitions of finished runs instead: a few"
              + " minutes each.")
  private List<String> variants = List.of();

  @Option(
      names = "--write",
      paramLabel = "PAGE",
      description = "Also put the table into a Markdown page, between its marks.")
  private Path page;

  /** Where the sources lie; said by submit/bench.sh, which may be called from anywhere. */
  @Option(names = "--home", hidden = true, defaultValue = ".")
  private Path home;

  /** Called by submit/bench.sh. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Benchmark())
            .setExecutionExceptionHandler(Benchmark::refuse)
            .execute(arguments));
  }

  private static int refuse(Exception refusal, CommandLine command, ParseResult parsed)
      throws Exception {
    if (refusal instanceof InvalidInputException) {
      command.getErr().println("error: " + refusal.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    throw refusal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, RunnerException {
    if (kernels) {
      new Runner(new OptionsBuilder().include("Kernel").build()).run();
      return 0;
    }
    if (!variants.isEmpty()) {
      EnsembleVariants.print(variants);
      return 0;
    }
    Nd4j.getExecutioner(); // Sets BLAS threads of its own as it loads.
    BlasThreads.set(threads);
    Results results = new Results(System.out);
    Environment.lines(threads).forEach(results::remark);
    Problem problem = quick ? Problem.turntable(10, 36) : Problem.turntable(20, 72);
    results.remark(
        "%d images of 32 x 32, medians over %d rounds".formatted(problem.count(), roundsTaken()));
    Engine ours = EngineKind.DL4J.engine();
    Engine peer = EngineKind.TORCH.engine();
    Agreement.require(problem.smaller(), ours, peer);
    results.remark("losses after 5 epochs from the same weights and order agree to 1e-3");
    Optional<PythonPeer> pytorch =
        PythonPeer.of(home.resolve("src/bench/python/peer.py"), problem, threads, roundsTaken());
    results.remark(
        pytorch
            .map(p -> "PyTorch " + p.version() + " from Python")
            .orElse("no python3-torch here"));
    results.header();
    for (int k : CHANNELS) {
      epochs(problem, k, ours, peer, pytorch, results);
    }
    results.row(
        "two trainings at once / one",
        3,
        threads,
        Trainings.atOnce(problem, 3, ours, roundsTaken()));
    results.row(
        "clustering / 40 fine-tuning epochs",
        3,
        threads,
        Clusterings.of(problem, ours, roundsTaken()));
    results.row(
        "ensemble / 40 fine-tuning epochs",
        3,
        threads,
        Clusterings.ensemble(problem, ours, roundsTaken()));
    if (seeds > 0) {
      sweeps(results);
    }
    if (page != null) {
      results.write(page);
    }
    return 0;
  }

  private int roundsTaken() {
    return rounds > 0 ? rounds : quick ? 3 : 7;
  }

  private void epochs(
      Problem problem,
      int k,
      Engine ours,
      Engine peer,
      Optional<PythonPeer> pytorch,
      Results results) {
    Pair pretraining = Trainings.pretraining(problem, k, ours, peer, roundsTaken());
    results.row("pretraining epoch", k, threads, pretraining);
    Pair finetuning = Trainings.finetuning(problem, k, Attention.NONE, ours, peer, roundsTaken());
    results.row("fine-tuning epoch", k, threads, finetuning);
    pytorch.ifPresent(
        python -> {
          results.row(
              "pretraining epoch / PyTorch's",
              k,
              threads,
              python.beside(pretraining, "pretraining", k));
          results.row(
              "fine-tuning epoch / PyTorch's",
              k,
              threads,
              python.beside(finetuning, "finetuning", k));
        });
    Floor.Times floor = Floor.of(problem, k, ours, roundsTaken());
    results.row("fine-tuning epoch / its gemms", k, threads, floor.epochAgainstGemms());
    results.row("channel attention / none", k, threads, floor.attentionAgainstNone());
  }

  private void sweeps(Results results) throws IOException, InterruptedException {
    results.remark(
        "the paper's grid over %d seeds: two slots of one thread, once".formatted(seeds));
    Sweeps.Times times = Sweeps.of(home, seeds);
    results.row("trainings as a sweep", 0, 1, new Pair(times.trainings(), times.torch()));
    results.row("whole sweep", 0, 1, new Pair(times.whole(), times.torch()));
    results.row("sweep / (task seconds / slots)", 0, 1, new Pair(times.whole(), times.tasks()));
    results.row("MLlib PIC / njw, one row", 3, 1, times.pic());
  }
}
