/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

/**
 * Steps in host memory, on the graph's own parameters: each block of images goes through the whole
 * network and back while it is in the processor's cache (see {@link BlockAutoencoder}). A step
 * gathers its batch in whatever order it is given.
 */
final class HostPretrainingStep implements PretrainingStep {
  private final BlockAutoencoder network;

  HostPretrainingStep(AutoencoderGraph graph, float[] pixels, double learningRate) {
    network = new BlockAutoencoder(graph, pixels, learningRate);
  }

  @Override
  public double take(int[] order, int from, int count) {
    network.begin();
    for (int first = from; first < from + count; first += network.block) {
      block(order, first, Math.min(network.block, from + count - first));
    }
    network.update();
    return network.squares() / 2;
  }

  private void block(int[] order, int first, int count) {
    network.encode(order, first, count);
    float[] features = network.features();
    System.arraycopy(features, 0, network.latent(), 0, features.length);
    network.decode(order, first, count);
    network.backpropagateDecoder(count);
    System.arraycopy(network.latentDelta(), 0, network.featuresDelta(), 0, features.length);
    BlockConvolution.keepWherePositive(network.featuresDelta(), features, features.length);
    network.backpropagateEncoder(count);
  }

  @Override
  public void close() {
    // Scratch memory goes with this object; the graph is the caller's.
  }
}
