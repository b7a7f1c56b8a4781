/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Forward pass and backpropagation of a gate on F, [image][channel][position]. The kinds say what
 * the gate is, [image][channel or 1][position or 1], and how F reaches the loss through it.
 */
abstract class GateLayer<C extends LearnedGate> extends BaseLayer<C> {
  private static final long serialVersionUID = 1L;

  /** Of the last forward pass; lives in its workspace. */
  private transient INDArray gate;

  private transient GateStatistics statistics;

  GateLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** The gate of features. What is kept for backpropagation must go through {@link #kept}. */
  abstract INDArray gate(INDArray features, LayerWorkspaceMgr workspaceMgr);

  /**
   * Adds to the features' gradient what reaches the loss through the gate, and writes the gradients
   * of the kind's own parameters.
   *
   * @param gateDelta gradient of the gate, of its shape
   * @param next gradient of the features, [image][channel][position]
   */
  abstract void backpropagate(
      INDArray features, INDArray gate, INDArray gateDelta, INDArray next, Gradient gradient);

  /** Hidden units after the ReLU in the last pass; none in most kinds. */
  float[] hidden() {
    return new float[0];
  }

  @Override
  public final INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    INDArray features = byChannel(input);
    gate = kept(gate(features, workspaceMgr), workspaceMgr);
    statistics =
        GateStatistics.of(
            hidden(), gate.ravel().toFloatVector(), Math.toIntExact(features.size(0)));
    INDArray output =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, input.shape(), 'c');
    broadcast("multiply", features, gate, byChannel(output));
    return output;
  }

  @Override
  public final Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    INDArray features = byChannel(input);
    INDArray flat =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    INDArray next = byChannel(flat);
    epsilon.muli(input, flat);
    int[] shared =
        IntStream.range(1, 3).filter(axis -> gate.size(axis) < next.size(axis)).toArray();
    INDArray gateDelta = shared.length == 0 ? next.dup('c') : next.sum(true, shared);
    broadcast("multiply", byChannel(epsilon), gate, next);
    Gradient gradient = new DefaultGradient();
    backpropagate(features, gate, gateDelta, next, gradient);
    return new Pair<>(gradient, flat);
  }

  /** ceiling sigmoid(logits), in place. */
  final INDArray sigmoid(INDArray logits) {
    return Transforms.sigmoid(logits, false).muli(layerConf().ceiling());
  }

  /** Through {@link #sigmoid}, of the gate's shape. */
  final INDArray logitDelta(INDArray gateDelta, INDArray gate) {
    return gateDelta.mul(gate).muli(gate.mul(-1 / layerConf().ceiling()).addi(1));
  }

  /**
   * Adds the gradient of a maximum over one axis to the values that are as large as it, in equal
   * shares.
   *
   * @param maximum with a size of 1 in that axis, as its gradient
   */
  static void backpropagateMaximum(
      INDArray features, INDArray maximum, INDArray delta, int axis, INDArray next) {
    INDArray largest =
        Nd4j.exec(DynamicCustomOp.builder("equals").addInputs(features, maximum).build())[0].castTo(
            features.dataType());
    INDArray share = delta.div(largest.sum(true, axis));
    broadcast("multiply", largest, share, largest);
    next.addi(largest);
  }

  /** An operation on values and what is the same for all of a channel or of a position. */
  static void broadcast(String operation, INDArray values, INDArray shared, INDArray target) {
    Nd4j.exec(
        DynamicCustomOp.builder(operation).addInputs(values, shared).addOutputs(target).build());
  }

  /** Outlives the forward pass. */
  final INDArray kept(INDArray array, LayerWorkspaceMgr workspaceMgr) {
    return workspaceMgr.leverageTo(ArrayType.ACTIVATIONS, array);
  }

  /** Writes a parameter's gradient. */
  final void setGradient(String key, float[] values, Gradient gradient) {
    INDArray view = gradientViews.get(key);
    view.assign(Nd4j.createFromArray(values).reshape('c', view.shape()));
    gradient.setGradientFor(key, view);
  }

  private INDArray byChannel(INDArray values) {
    long channels = layerConf().channels();
    return values.reshape('c', values.size(0), channels, values.size(1) / channels);
  }

  /** Of the last forward pass. */
  final GateStatistics statistics() {
    return statistics;
  }

  @Override
  public final boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void clear() {
    super.clear();
    gate = null;
  }
}
