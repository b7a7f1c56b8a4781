/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.Reduction;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The images, and the parameters of an {@link AutoencoderGraph}, on libtorch: what both kinds of
 * steps share. On a processor the tensors of parameters are the graph's own memory; on a GPU they
 * are copies, which closing writes back.
 *
 * <p>Tensors of images are [image][channel][row][column]. What methods return belongs to the
 * pointer scope that is open. For one thread.
 */
final class TorchNetwork implements AutoCloseable {
  private static final long[] STRIDE = {2, 2};
  private static final long[] NONE = {0, 0};
  private static final long[] DILATION = {1, 1};

  private final List<ConvolutionShape> shapes;

  /** Owns the tensors below. */
  private final PointerScope memory;

  private final Tensor images;
  private final Tensor zero;
  private final Map<String, Tensor> graphs = new LinkedHashMap<>();
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final List<TorchAdam> updaters = new ArrayList<>();

  TorchNetwork(AutoencoderGraph graph, float[] pixels, double learningRate, String deviceName) {
    Backend.loaded().require(Backend.Device.CPU);
    shapes = GraphConfigurations.shapes(graph.architecture());
    memory = new PointerScope();
    try (memory) {
      // The end of this block closes nothing, but takes the scope from this thread.
      memory.extend();
      Device device = Libtorch.prepare(deviceName);
      ConvolutionShape fine = shapes.get(0);
      long count = pixels.length / fine.fineSize();
      images =
          torch
              .from_blob(
                  new FloatPointer(pixels), count, fine.fineChannels(), fine.height(), fine.width())
              .to(device, ScalarType.Float);
      zero = torch.zeros(1).to(device, ScalarType.Float);
      graph
          .parameters()
          .forEach(
              (name, array) -> {
                Tensor own = torch.from_blob(HostFloats.of(array).pointer(), array.shape());
                Tensor parameter = own.to(device, ScalarType.Float);
                graphs.put(name, own);
                updaters.add(new TorchAdam(parameter, learningRate));
                parameters.put(name, parameter.requires_grad_(true));
              });
    }
  }

  /** All images. */
  Tensor images() {
    return images;
  }

  /** One parameter, by the graph's name. */
  Tensor parameter(String name) {
    return parameters.get(name);
  }

  /** The encoder's output. */
  Tensor encode(Tensor batch) {
    Tensor values = batch;
    for (int i = 0; i < shapes.size(); i++) {
      ConvolutionShape shape = shapes.get(i);
      long before = shape.before();
      long after = shape.kernel() - 2 - before;
      String layer = GraphConfigurations.encoderName(i);
      values =
          torch
              .conv2d(
                  torch.constant_pad_nd(values, before, after, before, after),
                  parameter(layer + "." + ConvolutionConfiguration.WEIGHT),
                  bias(layer),
                  STRIDE,
                  NONE,
                  DILATION,
                  1)
              .relu_();
    }
    return values;
  }

  /** The images that the decoder makes of values of the encoder's output's shape. */
  Tensor decode(Tensor latent) {
    Tensor values = latent;
    for (int i = 0; i < shapes.size(); i++) {
      ConvolutionShape shape = shapes.get(shapes.size() - 1 - i);
      String layer = GraphConfigurations.decoderName(i);
      long[] before = {shape.before(), shape.before()};
      // For an odd kernel there is one row and one column too many, at the end.
      values =
          torch
              .conv_transpose2d(
                  values,
                  parameter(layer + "." + ConvolutionConfiguration.WEIGHT),
                  bias(layer),
                  STRIDE,
                  before,
                  NONE,
                  1,
                  DILATION)
              .narrow(2, 0, shape.height())
              .narrow(3, 0, shape.width())
              .relu();
    }
    return values;
  }

  private TensorOptional bias(String layer) {
    return new TensorOptional(parameter(layer + "." + ConvolutionConfiguration.BIAS));
  }

  /** Sum of (a - b)^2, in fewer intermediate tensors than by single operations. */
  Tensor squaredDistance(Tensor a, Tensor b) {
    return torch.mse_loss(a, b, Reduction.Sum.value);
  }

  /** Sum of a^2. */
  Tensor squares(Tensor a) {
    return squaredDistance(a, zero.expand_as(a));
  }

  /** Derivatives of a loss by all parameters, in their order. */
  TensorVector gradients(Tensor loss) {
    return torch.grad(
        new TensorVector(loss), new TensorVector(parameters.values().toArray(new Tensor[0])));
  }

  /** One step down a loss. */
  void step(Tensor loss) {
    TensorVector gradients = gradients(loss);
    NoGradGuard undifferentiated = new NoGradGuard();
    try (undifferentiated) {
      for (int i = 0; i < updaters.size(); i++) {
        updaters.get(i).step(gradients.get(i));
      }
    }
  }

  /** Copies the parameters to the graph. */
  void share() {
    NoGradGuard undifferentiated = new NoGradGuard();
    try (undifferentiated) {
      graphs.forEach((name, own) -> own.copy_(parameter(name)));
    }
  }

  @Override
  public void close() {
    try (memory) {
      share();
    }
  }
}
