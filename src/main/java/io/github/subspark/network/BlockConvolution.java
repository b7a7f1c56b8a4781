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
 * (see {@link ParityPlanes}). A loop reads and writes all its arrays at the same index: C2 (17)
 * leaves one scalar whose arrays are indexed from different offsets, at four to ten times the time.
 * What belongs to a value (a mask, a target) is therefore laid out once for a whole block.
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

  /** Of a convolution: its bias' gradient. */
  private final HostFloats biasGradient;

  /** Of a transposed one: sums over blocks of what reaches the bias, [image][planes]. */
  private final float[] biasSums;

  private final float[] weightSums;

  /** [image][planes]: 1 where a plane holds a value, 0 where it holds padding. */
  private final float[] inside;

  /** [channel][image][run]: 1 where a run holds a value, 0 where it holds a neighbour's. */
  private final float[] counted;

  private final float[] fine;

  private BlockConvolution(
      ParityPlanes planes, int block, INDArray weight, INDArray bias, boolean up) {
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
    biasGradient = HostFloats.allocate(up ? 0 : bias.length());
    biasSums = new float[up ? split.length : 0];
    inside = new float[split.length];
    counted = new float[up ? 0 : coarse.length];
    float[] ones = new float[Math.max(shape.fineSize(), shape.coarseSize())];
    Arrays.fill(ones, 1f);
    for (int image = 0; image < block; image++) {
      planes.split(ones, 0, inside, image * planes.size);
    }
    for (int run = 0; run < counted.length; run += planes.run) {
      planes.toRun(ones, 0, counted, run);
    }
  }

  /** A convolution: biases on the coarse grid. */
  static BlockConvolution down(ParityPlanes planes, int block, INDArray weight, INDArray bias) {
    return new BlockConvolution(planes, block, weight, bias, false);
  }

  /** A transposed convolution: biases on the fine grid. */
  static BlockConvolution up(ParityPlanes planes, int block, INDArray weight, INDArray bias) {
    return new BlockConvolution(planes, block, weight, bias, true);
  }

  /** Reads the biases anew and forgets the gradients: a new step. */
  void begin() {
    bias.read(0, biases);
    weightGradient.clear();
    biasGradient.clear();
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
      addAndRectify(coarse, counted, channel * channelLength, channelLength, biases[channel]);
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
        addAndRectify(split, inside, from, channelLength, biases[channel]);
      }
    }
  }

  /** Convolution backward: {@link #coarseDelta} to the gradients. */
  void downGradients(int count) {
    delta.write(0, coarseDelta, 0, planes.shape.coarseChannels() * count * planes.run);
    products.addSums(count, delta, biasGradient);
    products.addWeightGradient(count, delta, products.patches, weightGradient);
  }

  /** Convolution backward: what {@link #downGradients} met, to the input's gradient in planes. */
  void downInputGradient(int count) {
    products.patches(weight, count, delta, products.patches);
    scatter(count);
    // Padding must be zero again for the next block's input.
    multiply(split, inside, count * planes.size);
  }

  /**
   * Transposed convolution backward: the gradient in {@link #split} to the parameters' gradients
   * and {@link #coarseDelta}.
   */
  void upGradients(int count) {
    add(split, biasSums, count * planes.size);
    input(count);
    products.addWeightGradient(count, products.coarse, products.patches, weightGradient);
    products.coarse(weight, count, products.patches, delta);
    delta.read(0, coarseDelta, 0, planes.shape.coarseChannels() * count * planes.run);
  }

  /**
   * The reconstruction's gradient, through the ReLU, in place of the reconstruction in {@link
   * #split}.
   *
   * @param targets the images to reconstruct, [image][planes]
   * @param squares [image][planes], the squared differences are added
   */
  void compare(int count, float[] targets, float[] squares) {
    int length = count * planes.size;
    for (int i = 0; i < length; i++) {
      float value = split[i];
      float difference = value - targets[i];
      squares[i] += difference * difference;
      split[i] = difference * Math.min(1f, value * STEEP);
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
    float[] gradient = new float[biases.length];
    if (biasSums.length == 0) {
      biasGradient.read(0, gradient);
      return gradient;
    }
    int length = planes.size / biases.length;
    for (int start = 0; start < biasSums.length; start += planes.size) {
      for (int channel = 0; channel < biases.length; channel++) {
        gradient[channel] += (float) sum(biasSums, start + channel * length, length);
      }
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

  private static void addAndRectify(
      float[] values, float[] mask, int from, int length, float bias) {
    for (int i = from; i < from + length; i++) {
      values[i] = Math.max(values[i] + bias, 0f) * mask[i];
    }
  }

  private static void multiply(float[] values, float[] factors, int length) {
    for (int i = 0; i < length; i++) {
      values[i] *= factors[i];
    }
  }

  private static void add(float[] values, float[] sums, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += values[i];
    }
  }
}
