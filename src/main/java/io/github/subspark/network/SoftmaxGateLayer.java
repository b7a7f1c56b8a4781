/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** {@link SoftmaxGate}: with m the mean gate, dF = gate (delta - sum(gate delta) / (m d)). */
final class SoftmaxGateLayer extends GateLayer<SoftmaxGate> {
  private static final long serialVersionUID = 1L;

  SoftmaxGateLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  INDArray gate(INDArray features, LayerWorkspaceMgr workspaceMgr) {
    INDArray rows = features.reshape('c', features.size(0), features.size(1) * features.size(2));
    return Transforms.softmax(rows, true).muli(total(features)).reshape('c', features.shape());
  }

  @Override
  void backpropagate(
      INDArray features, INDArray gate, INDArray gateDelta, INDArray next, Gradient gradient) {
    INDArray product = gateDelta.mul(gate);
    INDArray share = product.sum(true, 1, 2).divi(-total(features));
    broadcast("add", gateDelta, share, product);
    next.addi(product.muli(gate));
  }

  /** The sum of an image's gates. */
  private double total(INDArray features) {
    return layerConf().initialGate() * features.size(1) * features.size(2);
  }
}
