/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** What both directions of a convolution with stride 2 are configured by: its shape. */
abstract class ConvolutionConfiguration extends NamedLayer {
  private static final long serialVersionUID = 1L;

  static final String WEIGHT = "weight";
  static final String BIAS = "bias";

  @JsonProperty private int fineChannels;
  @JsonProperty private int height;
  @JsonProperty private int width;
  @JsonProperty private int coarseChannels;
  @JsonProperty private int kernel;

  ConvolutionConfiguration() {}

  ConvolutionConfiguration(String name, ConvolutionShape shape) {
    super(name);
    fineChannels = shape.fineChannels();
    height = shape.height();
    width = shape.width();
    coarseChannels = shape.coarseChannels();
    kernel = shape.kernel();
  }

  final ConvolutionShape shape() {
    return new ConvolutionShape(fineChannels, height, width, coarseChannels, kernel);
  }

  /** Channels that leave the layer, a bias each. */
  abstract int outputChannels();

  @Override
  final Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(WEIGHT, shape().weightShape());
    shapes.put(BIAS, new long[] {outputChannels()});
    return shapes;
  }
}
