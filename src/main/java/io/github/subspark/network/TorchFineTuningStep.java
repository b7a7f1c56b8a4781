/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Steps by libtorch, with automatic differentiation. What gates the latent and what the terms of
 * the loss weigh is read off the graph.
 */
final class TorchFineTuningStep implements FineTuningStep {
  private final TorchNetwork network;
  private final TorchGate gate;
  private final TorchGate decoderGate;
  private final SelfExpression selfExpression;

  // Of the last pass.
  private LossTerms terms;
  private double residual = Double.NaN;

  TorchFineTuningStep(AutoencoderGraph graph, float[] pixels, double learningRate, String device) {
    selfExpression =
        (SelfExpression) graph.configuration(GraphConfigurations.SELF_EXPRESSION).orElseThrow();
    network = new TorchNetwork(graph, pixels, learningRate, device);
    gate = new TorchGate(network, Gates.at(GraphConfigurations.ATTENTION, graph));
    decoderGate = new TorchGate(network, Gates.at(GraphConfigurations.DECODER_ATTENTION, graph));
  }

  @Override
  public LossTerms take() {
    PointerScope scope = new PointerScope();
    try (scope) {
      network.step(pass());
    }
    return terms;
  }

  @Override
  public LossTerms loss() {
    PointerScope scope = new PointerScope();
    NoGradGuard undifferentiated = new NoGradGuard();
    try (scope;
        undifferentiated) {
      pass();
    }
    return terms;
  }

  @Override
  public Optional<GateStatistics> gateStatistics() {
    return gate.statistics().or(decoderGate::statistics);
  }

  @Override
  public double selfExpressionResidual() {
    return residual;
  }

  TorchNetwork network() {
    return network;
  }

  /** A forward pass, which gives the loss and keeps its terms as numbers. */
  Tensor pass() {
    Tensor coefficients = network.parameter(SelfExpression.COEFFICIENTS);
    Tensor gated = gated(network.encode(network.images()));
    Tensor latent = gated.flatten(1, -1);
    Tensor expressed = coefficients.matmul(latent);
    Tensor decoded = network.decode(decoderGate.gated(expressed.view_as(gated)));
    Tensor reconstruction = network.squaredDistance(network.images(), decoded).div(new Scalar(2));
    Tensor regularization = network.squares(coefficients);
    Tensor residuals = network.squaredDistance(latent, expressed).div(new Scalar(2));
    Tensor total =
        reconstruction
            .add(regularization, new Scalar(selfExpression.lambda1()))
            .add(residuals, new Scalar(selfExpression.lambda2()));
    terms =
        new LossTerms(
            reconstruction.item_double(),
            regularization.item_double(),
            residuals.item_double(),
            total.item_double());
    residual = 2 * residuals.item_double() / network.squares(latent.detach()).item_double();
    return total;
  }

  /** The latent, [image][channel][row][column]. */
  Tensor gated(Tensor features) {
    return gate.gated(features);
  }

  /** Values in row-major order. */
  static float[] floats(Tensor tensor) {
    Tensor host = tensor.detach().cpu().contiguous();
    float[] values = new float[Math.toIntExact(host.numel())];
    host.data_ptr_float().get(values);
    return values;
  }

  @Override
  public void share() {
    network.share();
  }

  @Override
  public void close() {
    network.close();
  }
}
