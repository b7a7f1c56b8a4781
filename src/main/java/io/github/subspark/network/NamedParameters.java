/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Cuts a layer's part of the flat parameter and gradient vectors into the arrays that the layer
 * names, in order, row-major. Initial values are zero: {@link InitialWeights} draws them
 * afterwards, the same on every backend and without ND4J's generator.
 */
final class NamedParameters implements ParamInitializer {
  static final NamedParameters INSTANCE = new NamedParameters();

  private NamedParameters() {}

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return shapes(layer).values().stream().mapToLong(NamedParameters::length).sum();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return List.copyOf(shapes(layer).keySet());
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return paramKeys(layer).stream().filter(key -> !key.endsWith("bias")).toList();
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return paramKeys(layer).stream().filter(key -> key.endsWith("bias")).toList();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return weightKeys(layer).contains(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return biasKeys(layer).contains(key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
    shapes(conf.getLayer()).keySet().forEach(conf::addVariable);
    if (initializeParams && paramsView != null) {
      paramsView.assign(0);
    }
    return views(conf, paramsView);
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradientView) {
    return views(conf, gradientView);
  }

  private static Map<String, INDArray> views(NeuralNetConfiguration conf, INDArray flat) {
    Map<String, INDArray> views = new LinkedHashMap<>();
    long start = 0;
    for (Map.Entry<String, long[]> entry : shapes(conf.getLayer()).entrySet()) {
      long length = length(entry.getValue());
      INDArray part = flat.reshape(flat.length()).get(NDArrayIndex.interval(start, start + length));
      views.put(entry.getKey(), part.reshape('c', entry.getValue()));
      start += length;
    }
    return views;
  }

  private static Map<String, long[]> shapes(Layer layer) {
    return ((NamedLayer) layer).shapes();
  }

  private static long length(long[] shape) {
    long length = 1;
    for (long side : shape) {
      length *= side;
    }
    return length;
  }
}
