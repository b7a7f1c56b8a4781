/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The gates of one place by libtorch, on features [image][channel][row][column]. */
final class TorchGate {
  private static final long[] ONE = {1, 1};

  private final TorchNetwork network;
  private final List<NamedLayer> layers;

  /** Of the first gate that looks, in the last pass. */
  private GateStatistics statistics;

  TorchGate(TorchNetwork network, List<NamedLayer> layers) {
    this.network = network;
    this.layers = layers;
  }

  /** Features behind all gates. */
  Tensor gated(Tensor features) {
    statistics = null;
    Tensor values = features;
    for (NamedLayer layer : layers) {
      values = gated(layer, values);
    }
    return values;
  }

  Optional<GateStatistics> statistics() {
    return Optional.ofNullable(statistics);
  }

  private Tensor gated(NamedLayer layer, Tensor features) {
    if (layer instanceof ConstantGate constant) {
      return features.mul(new Scalar(constant.gate()));
    } else if (layer instanceof ChannelAttention attention) {
      return gated(attention, features);
    } else if (layer instanceof EfficientAttention attention) {
      return gated(attention, features);
    } else if (layer instanceof SpatialAttention attention) {
      return gated(attention, features);
    }
    Tensor gate =
        torch
            .softmax(features.flatten(1, -1), 1)
            .mul(new Scalar(((SoftmaxGate) layer).initialGate() * features.stride(0)));
    return observed(new float[0], gate, features.mul(gate.view_as(features)));
  }

  private Tensor gated(ChannelAttention attention, Tensor features) {
    Tensor pooled = features.mean(2, 3);
    if (attention.descriptors() == 2) {
      pooled = torch.vstack(new TensorVector(pooled, features.amax(new long[] {2, 3}, false)));
    }
    String name = attention.getLayerName();
    Tensor hidden =
        linear(pooled, name, ChannelAttention.FC1_WEIGHT, ChannelAttention.FC1_BIAS).relu();
    Tensor logits = linear(hidden, name, ChannelAttention.FC2_WEIGHT, ChannelAttention.FC2_BIAS);
    long images = features.size(0);
    Tensor gate =
        sigmoid(
            attention, logits.view(attention.descriptors(), images, attention.channels()).sum(0));
    return observed(
        TorchFineTuningStep.floats(hidden), gate, features.mul(gate.unsqueeze(-1).unsqueeze(-1)));
  }

  private Tensor gated(EfficientAttention attention, Tensor features) {
    Tensor means = features.mean(2, 3).unsqueeze(1);
    Tensor weight = parameter(attention, EfficientAttention.WEIGHT);
    Tensor logits =
        torch.conv1d(
            means,
            weight,
            new TensorOptional(),
            new long[] {1},
            new long[] {attention.kernel() / 2},
            new long[] {1},
            1);
    Tensor gate = sigmoid(attention, logits.squeeze(1));
    return observed(new float[0], gate, features.mul(gate.unsqueeze(-1).unsqueeze(-1)));
  }

  private Tensor gated(SpatialAttention attention, Tensor features) {
    Tensor descriptors =
        torch.cat(
            new TensorVector(
                features.mean(new long[] {1}, true, new ScalarTypeOptional()),
                features.amax(new long[] {1}, true)),
            1);
    long half = SpatialAttention.KERNEL / 2;
    Tensor logits =
        torch.conv2d(
            descriptors,
            parameter(attention, SpatialAttention.WEIGHT),
            new TensorOptional(parameter(attention, SpatialAttention.BIAS)),
            ONE,
            new long[] {half, half},
            ONE,
            1);
    Tensor gate = sigmoid(attention, logits);
    return observed(new float[0], gate.flatten(1, -1), features.mul(gate));
  }

  /** Keeps the statistics of the first gate. */
  private Tensor observed(float[] hidden, Tensor gate, Tensor gated) {
    if (statistics == null) {
      statistics =
          GateStatistics.of(
              hidden, TorchFineTuningStep.floats(gate), Math.toIntExact(gate.size(0)));
    }
    return gated;
  }

  private static Tensor sigmoid(LearnedGate gate, Tensor logits) {
    return logits.sigmoid().mul(new Scalar(gate.ceiling()));
  }

  private Tensor linear(Tensor input, String layer, String weight, String bias) {
    return torch.linear(
        input,
        network.parameter(layer + "." + weight),
        new TensorOptional(network.parameter(layer + "." + bias)));
  }

  private Tensor parameter(NamedLayer layer, String key) {
    return network.parameter(layer.getLayerName() + "." + key);
  }
}
