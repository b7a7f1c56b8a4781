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
 * number of epochs that was fixed beforehand; C of other epochs goes to the listener alone.
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
      try (FineTuningStep step = steps.of(graph, images.pixels(), spec.learningRate())) {
        int epochs = spec.finetuningEpochs(images.count());
        List<Epoch> curve = train(step, graph, epochs);
        requireFinite(step.loss().total(), epochs);
        step.share();
        FineTuned tuned =
            new FineTuned(
                graph.coefficients(),
                graph.flatParametersWithoutCoefficients(),
                Latent.of(graph, images.pixels()),
                curve,
                health(attention, curve.get(curve.size() - 1)),
                step.selfExpressionResidual());
        goOn(step, graph, epochs, spec.lastFinetuningEpoch(images.count()));
        return tuned;
      }
    }
  }

  /** Trains beyond the fixed epochs, for nobody but who chooses by labels. */
  private void goOn(FineTuningStep step, AutoencoderGraph graph, int fixed, int last) {
    for (int epoch = fixed + 1; epoch <= last; epoch++) {
      requireFinite(step.take().total(), epoch);
      offer(epoch, step, graph);
    }
  }

  private void offer(int epoch, FineTuningStep step, AutoencoderGraph graph) {
    if (spec.isCandidate(epoch)) {
      step.share();
      listener.trained(graph.coefficients());
    }
  }

  private List<Epoch> train(FineTuningStep step, AutoencoderGraph graph, int epochs) {
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
      offer(epoch, step, graph);
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
    if (!attention.looks()) {
      return AttentionHealth.ABSENT;
    }
    // Kinds without hidden units have no share of active ones.
    return last.activeUnits() != 0 && last.gateSpread() >= LEAST_SPREAD
        ? AttentionHealth.ACTIVE
        : AttentionHealth.INERT;
  }
}
