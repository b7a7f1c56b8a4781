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

/** Forward pass and backpropagation of {@link TransposedConvolution}. */
final class TransposedConvolutionLayer extends BaseLayer<TransposedConvolution> {
  private static final long serialVersionUID = 1L;

  private final ConvolutionShape shape;
  private final transient StridedMap map;

  /** Of the last forward pass; lives in its workspace. */
  private transient INDArray output;

  TransposedConvolutionLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    shape = layerConf().shape();
    map = StridedMap.of(shape);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    output =
        workspaceMgr.createUninitialized(
            ArrayType.ACTIVATIONS, dataType, new long[] {input.size(0), shape.fineSize()}, 'c');
    map.up(getParam(ConvolutionConfiguration.WEIGHT), input, output);
    Rectifier.rectify(output, getParam(ConvolutionConfiguration.BIAS));
    return output;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    INDArray weightGradient = gradientViews.get(ConvolutionConfiguration.WEIGHT);
    INDArray biasGradient = gradientViews.get(ConvolutionConfiguration.BIAS);
    INDArray delta =
        workspaceMgr.createUninitialized(ArrayType.BP_WORKING_MEM, dataType, output.shape(), 'c');
    Rectifier.backpropagate(output, epsilon, delta, biasGradient);
    map.weightGradient(delta, input, weightGradient);
    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(ConvolutionConfiguration.WEIGHT, weightGradient);
    gradient.setGradientFor(ConvolutionConfiguration.BIAS, biasGradient);
    INDArray next =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    map.down(getParam(ConvolutionConfiguration.WEIGHT), delta, next);
    return new Pair<>(gradient, next);
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void clear() {
    super.clear();
    output = null;
  }
}
