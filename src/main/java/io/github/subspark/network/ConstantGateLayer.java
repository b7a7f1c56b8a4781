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

/** Forward pass and backpropagation of {@link ConstantGate}. */
final class ConstantGateLayer extends BaseLayer<ConstantGate> {
  private static final long serialVersionUID = 1L;

  ConstantGateLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    return scaled(input, ArrayType.ACTIVATIONS, workspaceMgr);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    return new Pair<>(
        new DefaultGradient(), scaled(epsilon, ArrayType.ACTIVATION_GRAD, workspaceMgr));
  }

  private INDArray scaled(INDArray values, ArrayType type, LayerWorkspaceMgr workspaceMgr) {
    INDArray target = workspaceMgr.createUninitialized(type, dataType, values.shape(), 'c');
    return values.muli(layerConf().gate(), target);
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }
}
