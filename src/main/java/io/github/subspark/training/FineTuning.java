/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.Attention;
import io.github.subspark.network.AutoencoderGraph;
import io.github.subspark.network.FineTuningStep;
import io.github.subspark.network.GateStatistics;
import io.github.subspark.network.Latent;
import io.github.subspark.network.LossTerms;
import io.github.subspark.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Fine-tuning: the whole network, all images in every step, by Adam with fresh moments, for a
 * number of epochs that was fixed beforehand.
 */
final class FineTuning {
  /**
   * A gate whose standard deviation over images is below this, in the mean over channels, is a
   * constant: a live one has hundredths.
   */
  static final double LEAST_SPREAD = 1e-4;

  private static final GateStatistics NO_GATE =
      new GateStatistics(Double.NaN, Double.NaN, Double.NaN);

  private final FineTuningStep.Factory steps;
  private final TrainingSpec spec;
  private final EpochListener listener;

  FineTuning(FineTuningStep.Factory steps, TrainingSpec spec, EpochListener listener) {
    this.steps = steps;
    this.spec = spec;
    this.listener = listener;
  }

  /** As {@link Engine#fineTune} says. */
  FineTuned run(
      Images images,
      Architecture architecture,
      Attention attention,
      NetworkSpec network,
      Pretrained pretrained,
      long seed) {
    try (AutoencoderGraph graph =
        AutoencoderGraph.finetuning(
            architecture, attention, network, images.count(), spec.learningRate())) {
      graph.initialize(seed).copyPretrained(pretrained.parameters());
      List<Epoch> curve;
      double residual;
      try (FineTuningStep step = steps.of(graph, images.pixels(), spec.learningRate())) {
        curve = train(step, spec.finetuningEpochs(images.count()));
        requireFinite(step.loss().total(), spec.finetuningEpochs(images.count()));
        residual = step.selfExpressionResidual();
      }
      return new FineTuned(
          graph.coefficients(),
          graph.flatParametersWithoutCoefficients(),
          Latent.of(graph, images.pixels()),
          curve,
          health(attention, curve.get(curve.size() - 1)),
          residual);
    }
  }

  private List<Epoch> train(FineTuningStep step, int epochs) {
    List<Epoch> curve = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      LossTerms loss = step.take();
      requireFinite(loss.total(), epoch);
      GateStatistics gate = step.gateStatistics().orElse(NO_GATE);
      curve.add(
          new Epoch(
              Phase.FINETUNING,
              0,
              epoch,
              loss.reconstruction(),
              loss.regularization(),
              loss.selfExpression(),
              loss.total(),
              gate.activeUnits(),
              gate.mean(),
              gate.spread()));
      listener.finished(Phase.FINETUNING, 0, epoch, epochs);
    }
    return curve;
  }

  private static void requireFinite(double loss, int epoch) {
    if (!Double.isFinite(loss)) {
      throw new DivergedTrainingException(epoch, loss);
    }
  }

  /** What the last epoch says about the attention. */
  static AttentionHealth health(Attention attention, Epoch last) {
    if (attention != Attention.CHANNEL) {
      return AttentionHealth.ABSENT;
    }
    return last.activeUnits() > 0 && last.gateSpread() >= LEAST_SPREAD
        ? AttentionHealth.ACTIVE
        : AttentionHealth.INERT;
  }
}
