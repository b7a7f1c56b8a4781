/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One convolution, of either direction, over one block of images in host memory: its values and
 * gradients between forward pass and backpropagation, and its parameters' gradients, summed over
 * blocks. Weights are read from the graph's own memory.
 *
 * <p>Coarse values are in run form, [channel][image][run]; fine values in planes, [image][planes]
 * (see {@link ParityPlanes}). Loops run over whole channels or images, one read and one write
 * offset each, so that C2 vectorises them.
 */
final class BlockConvolution {
  /** Turns any positive float above 3e-39 into at least 1. */
  private static final float STEEP = Float.MAX_VALUE;

  final ParityPlanes planes;
  final float[] coarse;
  final float[] coarseDelta;
  final float[] split;

  private final RunProducts products;
  private final HostFloats weight;
  private final HostFloats bias;
  private final HostFloats weightGradient;
  private final HostFloats delta;
  private final float[] biases;

  /** Sums over images of what reaches the bias, by position; summed over positions at the end. */
  private final float[] biasSums;

  private final float[] weightSums;

  /** 1 where a plane holds a value, 0 where it holds padding. */
  private final float[] inside;

  private final float[] fine;

  private BlockConvolution(
      ParityPlanes planes, int block, INDArray weight, INDArray bias, int biasLength) {
    this.planes = planes;
    this.products = new RunProducts(planes, block);
    this.weight = HostFloats.of(weight);
    this.bias = HostFloats.of(bias);
    ConvolutionShape shape = planes.shape;
    weightGradient = HostFloats.allocate(weight.length());
    weightSums = new float[Math.toIntExact(weight.length())];
    biases = new float[Math.toIntExact(bias.length())];
    coarse = new float[shape.coarseChannels() * block * planes.run];
    coarseDelta = new float[coarse.length];
    delta = HostFloats.allocate(coarse.length);
    split = new float[block * planes.size];
    fine = new float[shape.fineSize()];
    biasSums = new float[biasLength];
    inside = new float[planes.size];
    float[] ones = new float[shape.fineSize()];
    Arrays.fill(ones, 1f);
    planes.split(ones, 0, inside, 0);
  }

  /** A convolution: biases on the coarse grid. */
  static BlockConvolution down(ParityPlanes planes, int block, INDArray weight, INDArray bias) {
    return new BlockConvolution(
        planes, block, weight, bias, planes.shape.coarseChannels() * planes.run);
  }

  /** A transposed convolution: biases on the fine grid. */
  static BlockConvolution up(ParityPlanes planes, int block, INDArray weight, INDArray bias) {
    return new BlockConvolution(planes, block, weight, bias, planes.size);
  }

  /** Reads the biases anew and forgets the gradients: a new step. */
  void begin() {
    bias.read(0, biases);
    weightGradient.clear();
    Arrays.fill(biasSums, 0f);
  }

  /** Takes an image's planes as the convolution's input: {@code from} is where they begin. */
  void input(float[] source, int from, int image, int count) {
    products.putPatches(source, from, image, count, products.patches);
  }

  /** Takes the block's own planes as input. */
  void input(int count) {
    for (int image = 0; image < count; image++) {
      input(split, image * planes.size, image, count);
    }
  }

  /** Convolution forward: input to {@link #coarse}, with bias and ReLU. */
  void down(int count) {
    products.coarse(weight, count, products.patches, products.coarse);
    int channelLength = count * planes.run;
    products.coarse.read(0, coarse, 0, planes.shape.coarseChannels() * channelLength);
    for (int channel = 0; channel < planes.shape.coarseChannels(); channel++) {
      addAndRectify(coarse, channel * channelLength, channelLength, biases[channel]);
    }
    for (int run = 0; run < planes.shape.coarseChannels() * count; run++) {
      planes.clearRest(coarse, run * planes.run);
    }
  }

  /** Transposed convolution forward: {@link #coarse} to {@link #split}, with bias and ReLU. */
  void up(int count) {
    products.coarse.write(0, coarse, 0, planes.shape.coarseChannels() * count * planes.run);
    products.patches(weight, count, products.coarse, products.patches);
    scatter(count);
    int channelLength = planes.size / planes.shape.fineChannels();
    for (int image = 0; image < count; image++) {
      int start = image * planes.size;
      for (int channel = 0; channel < planes.shape.fineChannels(); channel++) {
        int from = start + channel * channelLength;
        addAndRectify(split, from, channelLength, biases[channel]);
      }
      multiply(split, start, inside, planes.size);
    }
  }

  /** Convolution backward: {@link #coarseDelta} to the gradients. */
  void downGradients(int count) {
    int length = count * planes.run;
    for (int channel = 0; channel < planes.shape.coarseChannels(); channel++) {
      for (int image = 0; image < count; image++) {
        add(
            coarseDelta,
            channel * length + image * planes.run,
            biasSums,
            channel * planes.run,
            planes.run);
      }
    }
    delta.write(0, coarseDelta, 0, planes.shape.coarseChannels() * length);
    products.addWeightGradient(count, delta, products.patches, weightGradient);
  }

  /** Convolution backward: what {@link #downGradients} met, to the input's gradient in planes. */
  void downInputGradient(int count) {
    products.patches(weight, count, delta, products.patches);
    scatter(count);
    // Padding must be zero again for the next block's input.
    for (int image = 0; image < count; image++) {
      multiply(split, image * planes.size, inside, planes.size);
    }
  }

  /**
   * Transposed convolution backward: the gradient in {@link #split} to the parameters' gradients
   * and {@link #coarseDelta}.
   */
  void upGradients(int count) {
    for (int image = 0; image < count; image++) {
      add(split, image * planes.size, biasSums, 0, planes.size);
    }
    input(count);
    products.addWeightGradient(count, products.coarse, products.patches, weightGradient);
    products.coarse(weight, count, products.patches, delta);
    delta.read(0, coarseDelta, 0, planes.shape.coarseChannels() * count * planes.run);
  }

  /**
   * The reconstruction's gradient, through the ReLU, in place of the reconstruction in {@link
   * #split}.
   *
   * @param target planes of the image to reconstruct, from {@code from}
   * @param squares by position, the squared differences are added
   */
  void compare(int image, float[] target, int from, float[] squares) {
    int start = image * planes.size;
    int length = planes.size;
    for (int i = 0; i < length; i++) {
      float value = split[start + i];
      float difference = value - target[from + i];
      squares[i] += difference * difference;
      split[start + i] = difference * Math.min(1f, value * STEEP);
    }
  }

  /**
   * Coarse values (or gradients) of the block to planes of {@code above}, whose fine grid it is.
   */
  void coarseToPlanes(float[] runs, int count, BlockConvolution above) {
    int positions = planes.shape.coarseHeight() * planes.shape.coarseWidth();
    for (int image = 0; image < count; image++) {
      for (int channel = 0; channel < planes.shape.coarseChannels(); channel++) {
        planes.fromRun(
            runs, (channel * count + image) * planes.run, above.fine, channel * positions);
      }
      above.planes.split(above.fine, 0, above.split, image * above.planes.size);
    }
  }

  /** The inverse of {@link #coarseToPlanes}. */
  void planesToCoarse(BlockConvolution above, int count, float[] runs) {
    int positions = planes.shape.coarseHeight() * planes.shape.coarseWidth();
    for (int image = 0; image < count; image++) {
      above.planes.merge(above.split, image * above.planes.size, above.fine, 0);
      for (int channel = 0; channel < planes.shape.coarseChannels(); channel++) {
        planes.toRun(above.fine, channel * positions, runs, (channel * count + image) * planes.run);
      }
    }
  }

  /** The weights' gradient over all blocks of the step; overwritten by the next call. */
  float[] weightGradient() {
    weightGradient.read(0, weightSums);
    return weightSums;
  }

  /** The biases' gradient over all blocks of the step. */
  float[] biasGradient() {
    int length = biasSums.length / biases.length;
    float[] gradient = new float[biases.length];
    for (int channel = 0; channel < biases.length; channel++) {
      gradient[channel] = (float) sum(biasSums, channel * length, length);
    }
    return gradient;
  }

  /** Sets what is not positive in {@code values} to zero in {@code gradient}. */
  static void keepWherePositive(float[] gradient, float[] values, int length) {
    for (int i = 0; i < length; i++) {
      gradient[i] *= Math.min(1f, values[i] * STEEP);
    }
  }

  static double sum(float[] values, int from, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += values[from + i];
    }
    return sum;
  }

  private void scatter(int count) {
    Arrays.fill(split, 0, count * planes.size, 0f);
    for (int image = 0; image < count; image++) {
      products.addPatches(products.patches, image, count, split, image * planes.size);
    }
  }

  private static void addAndRectify(float[] values, int from, int length, float bias) {
    for (int i = 0; i < length; i++) {
      values[from + i] = Math.max(values[from + i] + bias, 0f);
    }
  }

  private static void multiply(float[] values, int from, float[] factors, int length) {
    for (int i = 0; i < length; i++) {
      values[from + i] *= factors[i];
    }
  }

  private static void add(float[] values, int from, float[] sums, int to, int length) {
    for (int i = 0; i < length; i++) {
      sums[to + i] += values[from + i];
    }
  }
}
