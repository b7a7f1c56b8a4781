/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.LossLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Score and gradient of {@link Reconstruction}; the labels are the images. */
final class ReconstructionLayer extends LossLayer {
  private static final long serialVersionUID = 1L;

  private transient double loss = Double.NaN;

  ReconstructionLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    return workspaceMgr.dup(ArrayType.ACTIVATIONS, input, 'c');
  }

  @Override
  public double computeScore(
      double fullNetRegTerm, boolean training, LayerWorkspaceMgr workspaceMgr) {
    INDArray difference =
        workspaceMgr.createUninitialized(ArrayType.FF_WORKING_MEM, dataType, input.shape(), 'c');
    loss = Squares.sum(input.subi(labels, difference)) / 2;
    score = loss + fullNetRegTerm;
    return score;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    INDArray delta =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    return new Pair<>(new DefaultGradient(), input.subi(labels, delta));
  }

  /** 1/2 sum (X - Xhat)^2 at the last score. */
  double loss() {
    return loss;
  }

  @Override
  public void clear() {
    // DL4J's layer destroys its labels' memory, which is the caller's.
    labels = null;
    super.clear();
  }
}
