/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@link ChannelAttention}. Descriptors and hidden units are small, [descriptor, image][channel or
 * unit]: all means, then all maxima.
 */
final class ChannelAttentionLayer extends GateLayer<ChannelAttention> {
  private static final long serialVersionUID = 1L;

  // Of the last forward pass; live in its workspace.
  private transient INDArray pooled;
  private transient INDArray hidden;

  ChannelAttentionLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  INDArray gate(INDArray features, LayerWorkspaceMgr workspaceMgr) {
    INDArray means = features.mean(2);
    pooled = kept(hasMaxima() ? Nd4j.vstack(means, features.max(2)) : means, workspaceMgr);
    hidden = rows(layerConf().hiddenUnits(), workspaceMgr);
    Nd4j.gemm(pooled, getParam(ChannelAttention.FC1_WEIGHT), hidden, false, true, 1, 0);
    hidden.addiRowVector(getParam(ChannelAttention.FC1_BIAS));
    Transforms.relu(hidden, false);
    INDArray logits = rows(layerConf().channels(), workspaceMgr);
    Nd4j.gemm(hidden, getParam(ChannelAttention.FC2_WEIGHT), logits, false, true, 1, 0);
    logits.addiRowVector(getParam(ChannelAttention.FC2_BIAS));
    if (hasMaxima()) {
      logits = half(logits, 0).add(half(logits, 1));
    }
    return sigmoid(logits).reshape('c', features.size(0), features.size(1), 1);
  }

  @Override
  void backpropagate(
      INDArray features, INDArray gate, INDArray gateDelta, INDArray next, Gradient gradient) {
    INDArray delta = logitDelta(gateDelta, gate).reshape('c', gate.size(0), gate.size(1));
    INDArray logitsDelta = hasMaxima() ? Nd4j.vstack(delta, delta) : delta;
    INDArray hiddenDelta = logitsDelta.mmul(getParam(ChannelAttention.FC2_WEIGHT));
    Nd4j.exec(
        DynamicCustomOp.builder("relu_bp")
            .addInputs(hidden, hiddenDelta)
            .addOutputs(hiddenDelta)
            .build());
    linear(pooled, hiddenDelta, ChannelAttention.FC1_WEIGHT, ChannelAttention.FC1_BIAS, gradient);
    linear(hidden, logitsDelta, ChannelAttention.FC2_WEIGHT, ChannelAttention.FC2_BIAS, gradient);
    INDArray pooledDelta = hiddenDelta.mmul(getParam(ChannelAttention.FC1_WEIGHT));
    INDArray share = perChannel(pooledDelta, 0, gate).div(features.size(2));
    broadcast("add", next, share, next);
    if (hasMaxima()) {
      backpropagateMaximum(
          features, perChannel(pooled, 1, gate), perChannel(pooledDelta, 1, gate), 2, next);
    }
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

  private boolean hasMaxima() {
    return layerConf().descriptors() == 2;
  }

  /** One descriptor's rows as [image][channel][1]. */
  private INDArray perChannel(INDArray rows, int descriptor, INDArray gate) {
    return half(rows, descriptor).reshape('c', gate.shape());
  }

  /** One descriptor's rows. */
  private INDArray half(INDArray rows, int descriptor) {
    long images = rows.size(0) / layerConf().descriptors();
    return rows.get(
        NDArrayIndex.interval(descriptor * images, (descriptor + 1) * images), NDArrayIndex.all());
  }

  private INDArray rows(long columns, LayerWorkspaceMgr workspaceMgr) {
    return workspaceMgr.createUninitialized(
        ArrayType.ACTIVATIONS, dataType, new long[] {pooled.size(0), columns}, 'c');
  }

  @Override
  float[] hidden() {
    return hidden.ravel().toFloatVector();
  }

  @Override
  public void clear() {
    super.clear();
    pooled = null;
    hidden = null;
  }
}
