/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Encoder and decoder over a block of a few images at a time in host memory, on the graph's own
 * parameters. Images meet in nothing but the sums of the loss and of the gradients, so a block goes
 * through while its values stay in the processor's cache. Images are split into {@link
 * ParityPlanes} once.
 *
 * <p>Latents and their gradients are in run form, [channel][image of the block][run].
 */
final class BlockAutoencoder {
  /** Most images of a block. */
  final int block;

  private final List<BlockConvolution> encoder = new ArrayList<>();
  private final List<BlockConvolution> decoder = new ArrayList<>();
  private final List<HostAdam> updaters = new ArrayList<>();
  private final ParityPlanes imagePlanes;
  private final float[] images;

  // [image of the block][planes]
  private final float[] targets;
  private final float[] squares;

  /**
   * The autoencoder of a graph.
   *
   * @param pixels all images, [image][channel][row][column]
   */
  BlockAutoencoder(AutoencoderGraph graph, float[] pixels, double learningRate) {
    List<ParityPlanes> planes =
        GraphConfigurations.shapes(graph.architecture()).stream().map(ParityPlanes::new).toList();
    block = planes.stream().mapToInt(RunProducts::blockFor).min().orElseThrow();
    int layers = planes.size();
    for (int i = 0; i < layers; i++) {
      String name = GraphConfigurations.encoderName(i);
      encoder.add(
          BlockConvolution.down(
              planes.get(i),
              block,
              parameter(graph, name, ConvolutionConfiguration.WEIGHT, learningRate),
              parameter(graph, name, ConvolutionConfiguration.BIAS, learningRate)));
    }
    for (int i = 0; i < layers; i++) {
      String name = GraphConfigurations.decoderName(i);
      decoder.add(
          BlockConvolution.up(
              planes.get(layers - 1 - i),
              block,
              parameter(graph, name, ConvolutionConfiguration.WEIGHT, learningRate),
              parameter(graph, name, ConvolutionConfiguration.BIAS, learningRate)));
    }
    imagePlanes = planes.get(0);
    targets = new float[block * imagePlanes.size];
    squares = new float[targets.length];
    int size = imagePlanes.shape.fineSize();
    images = new float[Math.multiplyExact(pixels.length / size, imagePlanes.size)];
    for (int i = 0; i < pixels.length / size; i++) {
      imagePlanes.split(pixels, i * size, images, i * imagePlanes.size);
    }
  }

  /** A parameter of the graph, which gets its updater. */
  private INDArray parameter(
      AutoencoderGraph graph, String layer, String key, double learningRate) {
    INDArray parameter = graph.parameter(layer + "." + key);
    updaters.add(new HostAdam(parameter, learningRate));
    return parameter;
  }

  /** A new step: reads biases anew, forgets gradients. */
  void begin() {
    encoder.forEach(BlockConvolution::begin);
    decoder.forEach(BlockConvolution::begin);
    Arrays.fill(squares, 0f);
  }

  /** Encodes the images {@code order[first]} to {@code order[first + count - 1]}. */
  void encode(int[] order, int first, int count) {
    for (int image = 0; image < count; image++) {
      encoder.get(0).input(images, order[first + image] * imagePlanes.size, image, count);
    }
    encoder.get(0).down(count);
    for (int layer = 1; layer < encoder.size(); layer++) {
      BlockConvolution below = encoder.get(layer - 1);
      below.coarseToPlanes(below.coarse, count, encoder.get(layer));
      encoder.get(layer).input(count);
      encoder.get(layer).down(count);
    }
  }

  /** What {@link #encode} made of the block. */
  float[] features() {
    return last().coarse;
  }

  /** Where the gradient of {@link #features} is to be put, past their ReLU. */
  float[] featuresDelta() {
    return last().coarseDelta;
  }

  /** Where what is to be decoded is to be put. */
  float[] latent() {
    return decoder.get(0).coarse;
  }

  /** What {@link #backpropagateDecoder} made: the gradient of {@link #latent}. */
  float[] latentDelta() {
    return decoder.get(0).coarseDelta;
  }

  /** Values of a latent channel of an image in run form, and how they lie there. */
  ParityPlanes latentPlanes() {
    return last().planes;
  }

  /** Decodes {@link #latent} and compares. */
  void decode(int[] order, int first, int count) {
    decoder.get(0).up(count);
    for (int layer = 1; layer < decoder.size(); layer++) {
      BlockConvolution here = decoder.get(layer);
      here.planesToCoarse(decoder.get(layer - 1), count, here.coarse);
      here.up(count);
    }
    int size = imagePlanes.size;
    for (int image = 0; image < count; image++) {
      System.arraycopy(images, order[first + image] * size, targets, image * size, size);
    }
    decoder.get(decoder.size() - 1).compare(count, targets, squares);
  }

  /** Sum (X - Xhat)^2 over what was decoded since {@link #begin}. */
  double squares() {
    return BlockConvolution.sum(squares, 0, squares.length);
  }

  /** From the comparison to the gradients of the decoder and of {@link #latent}. */
  void backpropagateDecoder(int count) {
    for (int layer = decoder.size() - 1; layer > 0; layer--) {
      BlockConvolution here = decoder.get(layer);
      here.upGradients(count);
      BlockConvolution.keepWherePositive(here.coarseDelta, here.coarse, here.coarse.length);
      here.coarseToPlanes(here.coarseDelta, count, decoder.get(layer - 1));
    }
    decoder.get(0).upGradients(count);
  }

  /** From {@link #featuresDelta} to the gradients of the encoder, for the block last encoded. */
  void backpropagateEncoder(int count) {
    for (int layer = encoder.size() - 1; layer > 0; layer--) {
      BlockConvolution here = encoder.get(layer);
      BlockConvolution below = encoder.get(layer - 1);
      here.downGradients(count);
      here.downInputGradient(count);
      below.planesToCoarse(here, count, below.coarseDelta);
      BlockConvolution.keepWherePositive(below.coarseDelta, below.coarse, below.coarse.length);
    }
    encoder.get(0).downGradients(count);
  }

  /** Adam, by the gradients of all blocks since {@link #begin}. */
  void update() {
    int next = 0;
    for (List<BlockConvolution> side : List.of(encoder, decoder)) {
      for (BlockConvolution convolution : side) {
        updaters.get(next++).step(convolution.weightGradient());
        updaters.get(next++).step(convolution.biasGradient());
      }
    }
  }

  private BlockConvolution last() {
    return encoder.get(encoder.size() - 1);
  }
}
