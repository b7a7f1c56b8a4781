/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Steps in host memory, on the graph's own parameters. All images meet in the products with C
 * alone; before, between and behind these they go through encoder and decoder in blocks that stay
 * in the processor's cache (see {@link BlockAutoencoder}). Features are computed again for
 * backpropagation rather than kept: that costs less than to read them from memory.
 */
final class HostFineTuningStep implements FineTuningStep {
  private final BlockAutoencoder network;
  private final Optional<HostGate> gate;
  private final Optional<HostGate> decoderGate;
  private final HostSelfExpression expression;
  private final int images;
  private final int[] order;

  // Rows of one image, d values each.
  private final float[] row;
  private final float[] other;
  private final float[] squares;

  // Of the last pass.
  private double latentSquares;
  private double residualSquares;

  HostFineTuningStep(AutoencoderGraph graph, float[] pixels, double learningRate) {
    Architecture architecture = graph.architecture();
    int size = architecture.latentSize();
    images = pixels.length / GraphConfigurations.shapes(architecture).get(0).fineSize();
    order = IntStream.range(0, images).toArray();
    network = new BlockAutoencoder(graph, pixels, learningRate);
    gate = HostGate.at(GraphConfigurations.ATTENTION, graph, images, learningRate);
    decoderGate = HostGate.at(GraphConfigurations.DECODER_ATTENTION, graph, images, learningRate);
    expression = new HostSelfExpression(graph, images, size, learningRate);
    row = new float[size];
    other = new float[size];
    squares = new float[size];
  }

  @Override
  public LossTerms take() {
    LossTerms terms = pass(this::decodeAndBackpropagate);
    expression.backpropagate();
    forEachBlock(this::backpropagateEncoder);
    network.update();
    gate.ifPresent(HostGate::update);
    decoderGate.ifPresent(HostGate::update);
    expression.update();
    return terms;
  }

  @Override
  public LossTerms loss() {
    return pass(this::decode);
  }

  private interface BlockAction {
    void accept(int first, int count);
  }

  /** Forward, with what is to be done to each block of CZ. */
  private LossTerms pass(BlockAction reconstruction) {
    network.begin();
    gate.ifPresent(HostGate::begin);
    decoderGate.ifPresent(HostGate::begin);
    latentSquares = squares(this::encode);
    expression.express();
    residualSquares = squares(this::residual);
    double regularization = expression.regularization();
    forEachBlock(reconstruction);
    double reconstructed = network.squares() / 2;
    return new LossTerms(
        reconstructed,
        regularization,
        residualSquares / 2,
        reconstructed
            + expression.lambda1() * regularization
            + expression.lambda2() * residualSquares / 2);
  }

  /** What an action adds to the squares. */
  private double squares(BlockAction action) {
    Arrays.fill(squares, 0f);
    forEachBlock(action);
    return BlockConvolution.sum(squares, 0, squares.length);
  }

  private void forEachBlock(BlockAction action) {
    for (int first = 0; first < images; first += network.block) {
      action.accept(first, Math.min(network.block, images - first));
    }
  }

  /** Z of a block, and its squares. */
  private void encode(int first, int count) {
    network.encode(order, first, count);
    for (int image = 0; image < count; image++) {
      fromRuns(network.features(), image, count, row);
      gate(gate, first + image);
      expression.latent.write(at(first + image), row);
      addSquares(row);
    }
  }

  /** lambda2 (Z - CZ) of a block, and the squares of Z - CZ. */
  private void residual(int first, int count) {
    for (int image = first; image < first + count; image++) {
      expression.latent.read(at(image), row);
      expression.expressed.read(at(image), other);
      subtract(row, other);
      addSquares(row);
      scale(row, (float) expression.lambda2());
      expression.latentDelta.write(at(image), row);
    }
  }

  private void decode(int first, int count) {
    for (int image = 0; image < count; image++) {
      expression.expressed.read(at(first + image), row);
      gate(decoderGate, first + image);
      toRuns(row, network.latent(), image, count);
    }
    network.decode(order, first, count);
  }

  private void decodeAndBackpropagate(int first, int count) {
    decode(first, count);
    network.backpropagateDecoder(count);
    for (int image = 0; image < count; image++) {
      fromRuns(network.latentDelta(), image, count, row);
      if (decoderGate.isPresent()) {
        expression.expressed.read(at(first + image), other);
        backpropagate(decoderGate, first + image);
      }
      expression.latentDelta.read(at(first + image), other);
      subtract(row, other);
      expression.delta.write(at(first + image), row);
    }
  }

  private void backpropagateEncoder(int first, int count) {
    network.encode(order, first, count);
    float[] features = network.features();
    float[] delta = network.featuresDelta();
    for (int image = 0; image < count; image++) {
      fromRuns(features, image, count, other);
      expression.latentDelta.read(at(first + image), row);
      backpropagate(gate, first + image);
      toRuns(row, delta, image, count);
    }
    BlockConvolution.keepWherePositive(delta, features, delta.length);
    network.backpropagateEncoder(count);
  }

  /** Gates the row. */
  private void gate(Optional<HostGate> present, int image) {
    if (present.isPresent()) {
      present.get().gate(row, image);
    }
  }

  /** From the gradient behind a gate to that before it, in the row; features are the other. */
  private void backpropagate(Optional<HostGate> present, int image) {
    if (present.isPresent()) {
      present.get().backpropagate(other, row, image);
    }
  }

  private long at(int image) {
    return (long) image * row.length;
  }

  private void fromRuns(float[] runs, int image, int count, float[] values) {
    ParityPlanes planes = network.latentPlanes();
    int channels = planes.shape.coarseChannels();
    int positions = values.length / channels;
    for (int channel = 0; channel < channels; channel++) {
      planes.fromRun(runs, (channel * count + image) * planes.run, values, channel * positions);
    }
  }

  private void toRuns(float[] values, float[] runs, int image, int count) {
    ParityPlanes planes = network.latentPlanes();
    int channels = planes.shape.coarseChannels();
    int positions = values.length / channels;
    for (int channel = 0; channel < channels; channel++) {
      planes.toRun(values, channel * positions, runs, (channel * count + image) * planes.run);
    }
  }

  private void addSquares(float[] values) {
    for (int i = 0; i < values.length; i++) {
      squares[i] += values[i] * values[i];
    }
  }

  private static void subtract(float[] values, float[] others) {
    for (int i = 0; i < values.length; i++) {
      values[i] -= others[i];
    }
  }

  private static void scale(float[] values, float factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  @Override
  public Optional<GateStatistics> gateStatistics() {
    return gate.or(() -> decoderGate).flatMap(HostGate::statistics);
  }

  @Override
  public double selfExpressionResidual() {
    return residualSquares / latentSquares;
  }

  @Override
  public void close() {
    expression.close();
  }
}
