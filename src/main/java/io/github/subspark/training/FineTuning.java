/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.Attention;
import io.github.subspark.network.AutoencoderGraph;
import io.github.subspark.network.GateStatistics;
import io.github.subspark.network.LossTerms;
import io.github.subspark.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Fine-tuning: the whole network, all images in every step, by Adam with fresh moments, for a
 * number of epochs that was fixed beforehand.
 */
public final class FineTuning {
  /**
   * A gate whose standard deviation over images is below this, in the mean over channels, is a
   * constant: a live one has hundredths.
   */
  static final double LEAST_SPREAD = 1e-4;

  private static final GateStatistics NO_GATE =
      new GateStatistics(Double.NaN, Double.NaN, Double.NaN);

  private FineTuning() {}

  /**
   * {@link #run(Images, Architecture, Attention, NetworkSpec, TrainingSpec, Pretrained, long,
   * EpochListener)}, unheard.
   */
  public static FineTuned run(
      Images images,
      Architecture architecture,
      Attention attention,
      NetworkSpec network,
      TrainingSpec spec,
      Pretrained pretrained,
      long seed) {
    return run(
        images, architecture, attention, network, spec, pretrained, seed, EpochListener.SILENT);
  }

  /**
   * Fine-tunes a pretrained autoencoder.
   *
   * @param architecture the pretraining's
   * @param pretrained where encoder and decoder start from
   * @param seed attention's first weights derive from it
   * @throws DivergedTrainingException if a loss is infinite or no number
   */
  public static FineTuned run(
      Images images,
      Architecture architecture,
      Attention attention,
      NetworkSpec network,
      TrainingSpec spec,
      Pretrained pretrained,
      long seed,
      EpochListener listener) {
    try (AutoencoderGraph graph =
            AutoencoderGraph.finetuning(
                architecture, attention, network, images.count(), spec.learningRate());
        INDArray pixels = Nd4j.createFromArray(images.pixels())) {
      graph.initialize(seed).copyPretrained(pretrained.parameters());
      INDArray rows = pixels.reshape('c', images.count(), images.size());
      List<Epoch> curve = train(graph, rows, spec.finetuningEpochs(), listener);
      LossTerms end = graph.loss(rows);
      requireFinite(end.total(), spec.finetuningEpochs());
      return new FineTuned(
          graph.coefficients(),
          graph.flatParametersWithoutCoefficients(),
          curve,
          health(attention, curve.get(curve.size() - 1)),
          graph.selfExpressionResidual());
    }
  }

  private static List<Epoch> train(
      AutoencoderGraph graph, INDArray rows, int epochs, EpochListener listener) {
    List<Epoch> curve = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      LossTerms loss = graph.step(rows);
      requireFinite(loss.total(), epoch);
      GateStatistics gate = graph.gateStatistics().orElse(NO_GATE);
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
