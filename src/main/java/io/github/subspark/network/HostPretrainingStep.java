/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Steps in host memory, on the graph's own parameters. In pretraining images meet in nothing but
 * the sums of the loss and of the gradients, so a few images at a time go through the whole network
 * and back while their values stay in the processor's cache. Images are split into {@link
 * ParityPlanes} once; a step gathers its batch from them in whatever order it is given.
 */
final class HostPretrainingStep implements PretrainingStep {
  private final int block;
  private final List<BlockConvolution> encoder = new ArrayList<>();
  private final List<BlockConvolution> decoder = new ArrayList<>();
  private final List<HostAdam> updaters = new ArrayList<>();
  private final ParityPlanes imagePlanes;
  private final float[] images;
  private final float[] squares;

  HostPretrainingStep(AutoencoderGraph graph, float[] pixels, double learningRate) {
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
    squares = new float[imagePlanes.size];
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

  @Override
  public double take(int[] order, int from, int count) {
    encoder.forEach(BlockConvolution::begin);
    decoder.forEach(BlockConvolution::begin);
    Arrays.fill(squares, 0f);
    for (int first = from; first < from + count; first += block) {
      int blockCount = Math.min(block, from + count - first);
      forward(order, first, blockCount);
      backpropagate(blockCount);
    }
    update();
    return BlockConvolution.sum(squares, 0, squares.length) / 2;
  }

  private void forward(int[] order, int first, int count) {
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
    float[] latent = encoder.get(encoder.size() - 1).coarse;
    System.arraycopy(latent, 0, decoder.get(0).coarse, 0, latent.length);
    decoder.get(0).up(count);
    for (int layer = 1; layer < decoder.size(); layer++) {
      BlockConvolution here = decoder.get(layer);
      here.planesToCoarse(decoder.get(layer - 1), count, here.coarse);
      here.up(count);
    }
    for (int image = 0; image < count; image++) {
      int target = order[first + image] * imagePlanes.size;
      decoder.get(decoder.size() - 1).compare(image, images, target, squares);
    }
  }

  private void backpropagate(int count) {
    for (int layer = decoder.size() - 1; layer > 0; layer--) {
      BlockConvolution here = decoder.get(layer);
      here.upGradients(count);
      here.coarseToPlanes(here.coarseDelta, count, decoder.get(layer - 1));
    }
    decoder.get(0).upGradients(count);
    BlockConvolution last = encoder.get(encoder.size() - 1);
    System.arraycopy(decoder.get(0).coarseDelta, 0, last.coarseDelta, 0, last.coarseDelta.length);
    for (int layer = encoder.size() - 1; layer > 0; layer--) {
      BlockConvolution here = encoder.get(layer);
      BlockConvolution below = encoder.get(layer - 1);
      here.downGradients(count);
      here.downInputGradient(count);
      below.planesToCoarse(here, count, below.coarseDelta);
      BlockConvolution.keepWherePositive(below.coarseDelta, below.coarse, below.coarseDelta.length);
    }
    encoder.get(0).downGradients(count);
  }

  private void update() {
    int next = 0;
    for (List<BlockConvolution> side : List.of(encoder, decoder)) {
      for (BlockConvolution convolution : side) {
        updaters.get(next++).step(convolution.weightGradient());
        updaters.get(next++).step(convolution.biasGradient());
      }
    }
  }

  @Override
  public void close() {
    // Scratch memory goes with this object; the graph is the caller's.
  }
}
