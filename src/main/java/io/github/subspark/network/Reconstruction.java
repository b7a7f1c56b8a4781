/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Configuration of the reconstruction's term of the loss: 1/2 sum (X - Xhat)^2 over all images and
 * pixels, a sum and not a mean.
 */
public final class Reconstruction extends LossLayer {
  private static final long serialVersionUID = 1L;

  /** For JSON. */
  Reconstruction() {}

  Reconstruction(String name) {
    setLayerName(name);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    ReconstructionLayer layer = new ReconstructionLayer(conf, networkDataType);
    layer.setListeners(trainingListeners);
    layer.setIndex(layerIndex);
    layer.setParamTable(initializer().init(conf, layerParamsView, initializeParams));
    return layer;
  }
}
