/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Collection;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Configuration of one of this network's layers, as DL4J wants it: a name, shapes of named
 * parameters, and the layer that computes. Activations are matrices, one image a row, so no layer
 * needs an input type or a preprocessor. Fields are what goes into JSON.
 */
abstract class NamedLayer extends BaseLayer {
  private static final long serialVersionUID = 1L;

  /** Without fields, for JSON. */
  NamedLayer() {}

  NamedLayer(String name) {
    setLayerName(name);
  }

  /** Parameters in the order in which they lie in the flat vector, and their row-major shapes. */
  abstract Map<String, long[]> shapes();

  /** A new layer of this configuration, not yet wired. */
  abstract org.deeplearning4j.nn.layers.BaseLayer<?> layer(
      NeuralNetConfiguration conf, DataType type);

  @Override
  public final Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    org.deeplearning4j.nn.layers.BaseLayer<?> layer = layer(conf, networkDataType);
    layer.setListeners(trainingListeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(layerParamsView);
    layer.setParamTable(initializer().init(conf, layerParamsView, initializeParams));
    layer.setConf(conf);
    return layer;
  }

  @Override
  public final ParamInitializer initializer() {
    return NamedParameters.INSTANCE;
  }

  @Override
  public final InputType getOutputType(int layerIndex, InputType inputType) {
    throw new UnsupportedOperationException("Shapes are given, not inferred: " + getLayerName());
  }

  @Override
  public final void setNIn(InputType inputType, boolean override) {
    // Shapes are given.
  }

  @Override
  public final InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public final boolean isPretrainParam(String paramName) {
    return false;
  }

  @Override
  public final LayerMemoryReport getMemoryReport(InputType inputType) {
    throw new UnsupportedOperationException("No memory report: " + getLayerName());
  }
}
