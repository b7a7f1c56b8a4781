/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

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
 * Forward pass and backpropagation of {@link ChannelAttention} on F, [image][channel, position].
 * GAP(F), hidden units and gates are small: [image][channel or unit].
 */
final class ChannelAttentionLayer extends BaseLayer<ChannelAttention> {
  private static final long serialVersionUID = 1L;

  // Of the last forward pass; live in its workspace.
  private transient INDArray pooled;
  private transient INDArray hidden;
  private transient INDArray gate;

  private transient GateStatistics statistics;

  ChannelAttentionLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    long images = input.size(0);
    pooled = activations(workspaceMgr, layerConf().channels());
    byChannel(input).mean(pooled.reshape(pooled.length()), 1);
    hidden = activations(workspaceMgr, layerConf().hiddenUnits());
    Nd4j.gemm(pooled, getParam(ChannelAttention.FC1_WEIGHT), hidden, false, true, 1, 0);
    hidden.addiRowVector(getParam(ChannelAttention.FC1_BIAS));
    Transforms.relu(hidden, false);
    gate = activations(workspaceMgr, layerConf().channels());
    Nd4j.gemm(hidden, getParam(ChannelAttention.FC2_WEIGHT), gate, false, true, 1, 0);
    gate.addiRowVector(getParam(ChannelAttention.FC2_BIAS));
    Transforms.sigmoid(gate, false);
    statistics =
        GateStatistics.of(
            hidden.ravel().toFloatVector(), gate.ravel().toFloatVector(), (int) images);
    INDArray output = activations(workspaceMgr, input.size(1));
    broadcast("multiply", input, gate, output);
    return output;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    INDArray next =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    // What reaches the gate: sum of epsilon F over positions, through the sigmoid.
    epsilon.muli(input, next);
    INDArray gateDelta =
        byChannel(next).sum(1).reshape('c', gate.shape()).muli(gate).muli(gate.rsub(1));
    INDArray hiddenDelta = gateDelta.mmul(getParam(ChannelAttention.FC2_WEIGHT));
    Nd4j.exec(
        DynamicCustomOp.builder("relu_bp")
            .addInputs(hidden, hiddenDelta)
            .addOutputs(hiddenDelta)
            .build());
    Gradient gradient = new DefaultGradient();
    linear(pooled, hiddenDelta, ChannelAttention.FC1_WEIGHT, ChannelAttention.FC1_BIAS, gradient);
    linear(hidden, gateDelta, ChannelAttention.FC2_WEIGHT, ChannelAttention.FC2_BIAS, gradient);
    INDArray pooledDelta = hiddenDelta.mmul(getParam(ChannelAttention.FC1_WEIGHT));
    // To F directly, and through its mean over positions.
    broadcast("multiply", epsilon, gate, next);
    INDArray share = pooledDelta.divi(input.size(1) / layerConf().channels());
    broadcast("add", next, share, next);
    return new Pair<>(gradient, next);
  }

  /** Gradients of a linear layer's weights, [output][input], and biases. */
  private void linear(
      INDArray from, INDArray delta, String weightKey, String biasKey, Gradient gradient) {
    INDArray weightGradient = gradientViews.get(weightKey);
    INDArray biasGradient = gradientViews.get(biasKey);
    Nd4j.gemm(delta, from, weightGradient, true, false, 1, 0);
    delta.sum(biasGradient, 0);
    gradient.setGradientFor(weightKey, weightGradient);
    gradient.setGradientFor(biasKey, biasGradient);
  }

  /**
   * One operation on every value and its channel's factor or term. ND4J's older broadcast
   * operations run down the columns, which is several times slower.
   */
  private void broadcast(String operation, INDArray values, INDArray perChannel, INDArray target) {
    Nd4j.exec(
        DynamicCustomOp.builder(operation)
            .addInputs(byChannel(values), perChannel.reshape('c', perChannel.length(), 1))
            .addOutputs(byChannel(target))
            .build());
  }

  /** [image and channel][position]. */
  private INDArray byChannel(INDArray values) {
    long rows = values.size(0) * layerConf().channels();
    return values.reshape('c', rows, values.length() / rows);
  }

  private INDArray activations(LayerWorkspaceMgr workspaceMgr, long columns) {
    return workspaceMgr.createUninitialized(
        ArrayType.ACTIVATIONS, dataType, new long[] {input.size(0), columns}, 'c');
  }

  /** Of the last forward pass. */
  GateStatistics statistics() {
    return statistics;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void clear() {
    super.clear();
    pooled = null;
    hidden = null;
    gate = null;
  }
}
