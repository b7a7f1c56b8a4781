/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import io.github.subspark.linalg.BlasThreads;
import io.github.subspark.network.Attention;
import io.github.subspark.network.AutoencoderGraph;
import io.github.subspark.network.FineTuningStep;
import io.github.subspark.network.LossTerms;
import io.github.subspark.network.PretrainingStep;
import io.github.subspark.training.ShuffledOrder;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A batch of pretraining and a step of fine-tuning: 1440 images, one BLAS thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TrainingKernels {
  private static final int BATCH = 256;

  /** Channels of the latent. */
  @Param({"1", "3", "15"})
  public int k;

  private AutoencoderGraph pretrained;
  private AutoencoderGraph finetuned;
  private PretrainingStep block;
  private FineTuningStep step;
  private int[] order;

  /** Builds both networks. */
  @Setup
  public void build() {
    Nd4j.getExecutioner(); // Sets BLAS threads of its own as it loads.
    BlasThreads.set(1);
    Problem problem = Problem.turntable(20, 72);
    double rate = problem.spec().training().learningRate();
    float[] pixels = problem.images().pixels();
    pretrained = AutoencoderGraph.pretraining(problem.architecture(k), rate).initialize(1);
    finetuned =
        AutoencoderGraph.finetuning(
                problem.architecture(k),
                Attention.NONE,
                problem.spec().network(),
                problem.count(),
                rate)
            .initialize(1);
    block = PretrainingStep.ofDl4j().of(pretrained, pixels, rate);
    step = FineTuningStep.ofDl4j().of(finetuned, pixels, rate);
    order = ShuffledOrder.of(1, problem.count());
  }

  /** Frees them. */
  @TearDown
  public void free() {
    block.close();
    step.close();
    pretrained.close();
    finetuned.close();
  }

  /** A batch of pretraining. */
  @Benchmark
  public double pretrainingBlock() {
    return block.take(order, 0, BATCH);
  }

  /** A step of fine-tuning, self-expression and all. */
  @Benchmark
  public LossTerms selfExpressionStep() {
    return step.take();
  }
}
