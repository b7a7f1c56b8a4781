/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Configuration of an encoder layer: convolution with stride 2, SAME, and a ReLU. */
public final class StridedConvolution extends ConvolutionConfiguration {
  private static final long serialVersionUID = 1L;

  @JsonProperty private boolean readsImages;

  /** For JSON. */
  StridedConvolution() {}

  private StridedConvolution(String name, ConvolutionShape shape, boolean readsImages) {
    super(name, shape);
    this.readsImages = readsImages;
  }

  /** A layer whose input are the images: nobody asks for the gradient of those. */
  static StridedConvolution ofImages(String name, ConvolutionShape shape) {
    return new StridedConvolution(name, shape, true);
  }

  /** A layer whose input is another layer's output. */
  static StridedConvolution ofFeatures(String name, ConvolutionShape shape) {
    return new StridedConvolution(name, shape, false);
  }

  boolean readsImages() {
    return readsImages;
  }

  @Override
  int outputChannels() {
    return shape().coarseChannels();
  }

  @Override
  org.deeplearning4j.nn.layers.BaseLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
    return new StridedConvolutionLayer(conf, type);
  }
}
