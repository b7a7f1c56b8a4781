/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** {@link SpatialAttention}. */
final class SpatialAttentionLayer extends GateLayer<SpatialAttention> {
  private static final long serialVersionUID = 1L;

  private final transient SharedMap convolution;

  /** Means, then maxima, [image][descriptor, position]; live in the last pass's workspace. */
  private transient INDArray descriptors;

  SpatialAttentionLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    convolution = new SharedMap(layerConf().convolution());
  }

  @Override
  INDArray gate(INDArray features, LayerWorkspaceMgr workspaceMgr) {
    descriptors = kept(Nd4j.hstack(features.mean(1), features.max(1)), workspaceMgr);
    INDArray logits = descriptors.mmul(convolution.matrix(getParam(SpatialAttention.WEIGHT)));
    logits.addi(getParam(SpatialAttention.BIAS).getDouble(0));
    return sigmoid(logits).reshape('c', features.size(0), 1, features.size(2));
  }

  @Override
  void backpropagate(
      INDArray features, INDArray gate, INDArray gateDelta, INDArray next, Gradient gradient) {
    INDArray delta = logitDelta(gateDelta, gate).reshape('c', gate.size(0), gate.size(2));
    setGradient(SpatialAttention.WEIGHT, convolution.gradient(descriptors, delta), gradient);
    float[] bias = {delta.sumNumber().floatValue()};
    setGradient(SpatialAttention.BIAS, bias, gradient);
    INDArray descriptorsDelta =
        delta.mmul(convolution.matrix(getParam(SpatialAttention.WEIGHT)).transpose());
    INDArray share = perPosition(descriptorsDelta, 0, gate).div(features.size(1));
    broadcast("add", next, share, next);
    backpropagateMaximum(
        features,
        perPosition(descriptors, 1, gate),
        perPosition(descriptorsDelta, 1, gate),
        1,
        next);
  }

  /** One descriptor as [image][1][position]. */
  private static INDArray perPosition(INDArray rows, int descriptor, INDArray gate) {
    long positions = gate.size(2);
    return rows.get(
            NDArrayIndex.all(),
            NDArrayIndex.interval(descriptor * positions, (descriptor + 1) * positions))
        .dup('c')
        .reshape('c', gate.shape());
  }

  @Override
  public void clear() {
    super.clear();
    descriptors = null;
  }
}
