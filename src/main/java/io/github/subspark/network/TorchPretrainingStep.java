/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Steps by libtorch, with automatic differentiation. */
final class TorchPretrainingStep implements PretrainingStep {
  private final TorchNetwork network;

  TorchPretrainingStep(AutoencoderGraph graph, float[] pixels, double learningRate, String device) {
    network = new TorchNetwork(graph, pixels, learningRate, device);
  }

  @Override
  public double take(int[] order, int from, int count) {
    PointerScope scope = new PointerScope();
    try (scope) {
      Tensor images = network.images();
      Tensor indices = torch.tensor(Arrays.copyOfRange(order, from, from + count));
      Tensor batch = images.index_select(0, indices.to(images.device(), ScalarType.Int));
      Tensor squares = network.squaredDistance(network.decode(network.encode(batch)), batch);
      network.step(squares.div(new Scalar(2)));
      return squares.item_double() / 2;
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
