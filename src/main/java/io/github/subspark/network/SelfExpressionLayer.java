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
import org.nd4j.linalg.factory.Nd4j;

/**
 * Forward pass and backpropagation of {@link SelfExpression} on Z, N x d, and its terms of the
 * loss, lambda1 sum C^2 + lambda2 / 2 sum (Z - CZ)^2. The paper prints the norms of its equation
 * (2) unsquared; squared is what its authors' and DSC-Net's code computes.
 *
 * <p>With r = lambda2 (Z - CZ), g the decoder's gradient for S = CZ, and h = g - r: dC = h Z^T + 2
 * lambda1 C, dZ = C^T h + r. Three N x N x d products in all.
 */
final class SelfExpressionLayer extends BaseLayer<SelfExpression> {
  private static final long serialVersionUID = 1L;

  /** Z - CZ of the last forward pass; lives in its workspace. */
  private transient INDArray residual;

  private transient double regularization = Double.NaN;
  private transient double residualSquares = Double.NaN;
  private transient double latentSquares = Double.NaN;

  SelfExpressionLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    INDArray coefficients = getParam(SelfExpression.COEFFICIENTS);
    INDArray expressed =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, input.shape(), 'c');
    Nd4j.gemm(coefficients, input, expressed, false, false, 1, 0);
    residual =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, input.shape(), 'c');
    input.subi(expressed, residual);
    regularization = Squares.sum(coefficients);
    residualSquares = Squares.sum(residual);
    latentSquares = Squares.sum(input);
    return expressed;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    INDArray coefficients = getParam(SelfExpression.COEFFICIENTS);
    INDArray gradientView = gradientViews.get(SelfExpression.COEFFICIENTS);
    INDArray next =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    residual.muli(layerConf().lambda2(), next);
    INDArray h =
        workspaceMgr.createUninitialized(ArrayType.BP_WORKING_MEM, dataType, input.shape(), 'c');
    epsilon.subi(next, h);
    coefficients.muli(2 * layerConf().lambda1(), gradientView);
    Nd4j.gemm(h, input, gradientView, false, true, 1, 1);
    Nd4j.gemm(coefficients, h, next, true, false, 1, 1);
    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(SelfExpression.COEFFICIENTS, gradientView);
    return new Pair<>(gradient, next);
  }

  /** The weighted terms of the loss, as the last forward pass met them. */
  @Override
  public double calcRegularizationScore(boolean backpropParamsOnly) {
    return layerConf().lambda1() * regularization + layerConf().lambda2() * residualSquares / 2;
  }

  /** Sum C^2 at the last forward pass. */
  double regularization() {
    return regularization;
  }

  /** Sum (Z - CZ)^2 at the last forward pass. */
  double residualSquares() {
    return residualSquares;
  }

  /** Sum Z^2 at the last forward pass. */
  double latentSquares() {
    return latentSquares;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void clear() {
    super.clear();
    residual = null;
  }
}
