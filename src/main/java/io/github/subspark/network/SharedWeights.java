/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.stream.IntStream;

/**
 * A linear map whose matrix, [input][output], repeats few weights: a convolution with stride 1 that
 * keeps the shape, with zeros around. Vectors are of one image.
 */
final class SharedWeights {
  private final int inputs;
  private final int outputs;
  private final int weights;

  /** Entry by entry of the matrix that is not zero. */
  private final int[] input;

  private final int[] output;
  private final int[] weight;

  private SharedWeights(int inputs, int outputs, int weights, int[][] entries) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.weights = weights;
    input = column(entries, 0);
    output = column(entries, 1);
    weight = column(entries, 2);
  }

  private static int[] column(int[][] entries, int column) {
    return IntStream.range(0, entries.length).map(i -> entries[i][column]).toArray();
  }

  /** Along channels, a value each, by an odd kernel. */
  static SharedWeights alongChannels(int channels, int kernel) {
    return overPositions(1, 1, channels, 1, kernel);
  }

  /**
   * From several maps to one, by an odd square kernel.
   *
   * @param maps input is [map][row, column], weights are [map][row, column]
   */
  static SharedWeights overPositions(int maps, int height, int width, int kernel) {
    return overPositions(maps, height, width, kernel, kernel);
  }

  private static SharedWeights overPositions(
      int maps, int height, int width, int kernelRows, int kernelColumns) {
    int[][] entries =
        IntStream.range(0, maps * kernelRows * kernelColumns)
            .boxed()
            .flatMap(
                tap -> {
                  int map = tap / (kernelRows * kernelColumns);
                  int down = tap / kernelColumns % kernelRows - kernelRows / 2;
                  int right = tap % kernelColumns - kernelColumns / 2;
                  return IntStream.range(0, height * width)
                      .filter(at -> isWithin(at / width + down, height))
                      .filter(at -> isWithin(at % width + right, width))
                      .mapToObj(
                          at -> new int[] {(map * height + down) * width + right + at, at, tap});
                })
            .toArray(int[][]::new);
    return new SharedWeights(
        maps * height * width, height * width, maps * kernelRows * kernelColumns, entries);
  }

  private static boolean isWithin(int index, int length) {
    return index >= 0 && index < length;
  }

  int outputs() {
    return outputs;
  }

  /** The whole matrix, [input][output], row-major. */
  float[] matrix(float[] values) {
    float[] matrix = new float[inputs * outputs];
    for (int i = 0; i < input.length; i++) {
      matrix[input[i] * outputs + output[i]] = values[weight[i]];
    }
    return matrix;
  }

  /** From the gradient of the whole matrix to that of the weights. */
  float[] gradient(float[] matrix) {
    float[] gradient = new float[weights];
    for (int i = 0; i < input.length; i++) {
      gradient[weight[i]] += matrix[input[i] * outputs + output[i]];
    }
    return gradient;
  }

  /** Adds the map of an input to a target. */
  void apply(float[] values, float[] from, float[] target) {
    for (int i = 0; i < input.length; i++) {
      target[output[i]] += values[weight[i]] * from[input[i]];
    }
  }

  /** Adds to the gradient of the weights and to that of the input. */
  void backpropagate(
      float[] values, float[] from, float[] delta, float[] gradient, float[] fromDelta) {
    for (int i = 0; i < input.length; i++) {
      gradient[weight[i]] += delta[output[i]] * from[input[i]];
      fromDelta[input[i]] += delta[output[i]] * values[weight[i]];
    }
  }
}
