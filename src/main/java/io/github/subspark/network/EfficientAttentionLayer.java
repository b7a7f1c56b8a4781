/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link EfficientAttention}. */
final class EfficientAttentionLayer extends GateLayer<EfficientAttention> {
  private static final long serialVersionUID = 1L;

  private final transient SharedMap convolution;

  /** Means, [image][channel], of the last forward pass; live in its workspace. */
  private transient INDArray means;

  EfficientAttentionLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    convolution = new SharedMap(layerConf().convolution());
  }

  @Override
  INDArray gate(INDArray features, LayerWorkspaceMgr workspaceMgr) {
    means = kept(features.mean(2), workspaceMgr);
    INDArray logits = means.mmul(convolution.matrix(getParam(EfficientAttention.WEIGHT)));
    return sigmoid(logits).reshape('c', features.size(0), features.size(1), 1);
  }

  @Override
  void backpropagate(
      INDArray features, INDArray gate, INDArray gateDelta, INDArray next, Gradient gradient) {
    INDArray delta = logitDelta(gateDelta, gate).reshape('c', means.shape());
    setGradient(EfficientAttention.WEIGHT, convolution.gradient(means, delta), gradient);
    INDArray meansDelta =
        delta.mmul(convolution.matrix(getParam(EfficientAttention.WEIGHT)).transpose());
    INDArray share = meansDelta.div(features.size(2)).reshape('c', gate.shape());
    broadcast("add", next, share, next);
  }

  @Override
  public void clear() {
    super.clear();
    means = null;
  }
}
