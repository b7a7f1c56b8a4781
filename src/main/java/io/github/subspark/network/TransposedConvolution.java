/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** Configuration of a decoder layer: transposed convolution with stride 2, SAME, and a ReLU. */
public final class TransposedConvolution extends ConvolutionConfiguration {
  private static final long serialVersionUID = 1L;

  /** For JSON. */
  TransposedConvolution() {}

  TransposedConvolution(String name, ConvolutionShape shape) {
    super(name, shape);
  }

  @Override
  int outputChannels() {
    return shape().fineChannels();
  }

  @Override
  org.deeplearning4j.nn.layers.BaseLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
    return new TransposedConvolutionLayer(conf, type);
  }
}
