/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import io.github.subspark.SpecChecks;
import java.io.Serializable;
import java.util.List;

/**
 * Shapes of one autoencoder: the images it takes and its encoder, which the decoder mirrors.
 *
 * @param imageChannels channels of the images
 * @param height rows of an image, divisible by 2 to the number of layers
 * @param width columns of an image, likewise
 * @param layers encoder layers from the image on, at least one
 */
public record Architecture(int imageChannels, int height, int width, List<EncoderLayer> layers)
    implements Serializable {
  public Architecture {
    layers = List.copyOf(layers);
    int stride = 1 << layers.size();
    new SpecChecks()
        .check("layers", layers, !layers.isEmpty(), "at least one encoder layer")
        .check("height", height, height > 0 && height % stride == 0, "a multiple of " + stride)
        .check("width", width, width > 0 && width % stride == 0, "a multiple of " + stride)
        .done();
  }

  /** The values of one image. */
  public int imageSize() {
    return imageChannels * height * width;
  }

  /** k, the channels of the latent. */
  public int latentChannels() {
    return layers.get(layers.size() - 1).channels();
  }

  /** Rows of the latent. */
  public int latentHeight() {
    return height >> layers.size();
  }

  /** Columns of the latent. */
  public int latentWidth() {
    return width >> layers.size();
  }

  /** d, the values of one latent row of Z. */
  public int latentSize() {
    return latentChannels() * latentHeight() * latentWidth();
  }
}
