/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.util.CrashReportingUtil;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The autoencoder as a DL4J {@link ComputationGraph}, with its parameters by name:
 * encoder.0.weight, encoder.0.bias, ..., attention.fc1.weight, ..., coefficients, decoder.0.weight,
 * ... in the order in which they lie in the flat parameter vector. Encoder layers count from the
 * image on, decoder layers from the latent on.
 *
 * <p>Owns native memory: close it. For one thread at a time; several graphs may train at once.
 */
public final class AutoencoderGraph implements AutoCloseable {
  static {
    // When memory ends DL4J would write a report into whatever folder the process runs in.
    CrashReportingUtil.crashDumpsEnabled(false);
  }

  private final ComputationGraph graph;
  private final Map<String, INDArray> parameters = new LinkedHashMap<>();

  private final Architecture architecture;
  private boolean leavesArrays;

  private AutoencoderGraph(Architecture architecture, ComputationGraphConfiguration configuration) {
    this.architecture = architecture;
    graph = new ComputationGraph(configuration);
    graph.init();
    graph.paramTable().forEach((key, array) -> parameters.put(parameterName(key), array));
  }

  /** Encoder and decoder alone, all parameters zero; the loss is the reconstruction. */
  public static AutoencoderGraph pretraining(Architecture architecture, double learningRate) {
    return new AutoencoderGraph(
        architecture, GraphConfigurations.pretraining(architecture, learningRate));
  }

  /**
   * The whole network, all parameters zero, for exactly {@code images} images.
   *
   * @param attention what gates the latent
   * @param spec the loss's weights, what gates start from and where they are
   * @param images N, rows and columns of the coefficients
   */
  public static AutoencoderGraph finetuning(
      Architecture architecture,
      Attention attention,
      NetworkSpec spec,
      int images,
      double learningRate) {
    return new AutoencoderGraph(
        architecture,
        GraphConfigurations.finetuning(architecture, attention, spec, images, learningRate));
  }

  /** Draws every parameter from the seed, as {@link InitialWeights} says. */
  public AutoencoderGraph initialize(long seed) {
    InitialWeights weights = new InitialWeights(seed);
    parameters.forEach(
        (name, array) -> {
          if (name.equals(SelfExpression.COEFFICIENTS)) {
            array.assign(InitialWeights.COEFFICIENT);
          } else {
            set(name, weights.draw(name, array.shape()));
          }
        });
    return this;
  }

  /**
   * Copies a pretraining's parameters, name by name, and leaves the others alone.
   *
   * @param flat what {@link #flatParameters} of the pretraining network gave
   */
  public AutoencoderGraph copyPretrained(float[] flat) {
    int start = 0;
    for (Map.Entry<String, INDArray> entry : parameters.entrySet()) {
      if (isPretrained(entry.getKey())) {
        int length = Math.toIntExact(entry.getValue().length());
        set(entry.getKey(), Arrays.copyOfRange(flat, start, start + length));
        start += length;
      }
    }
    if (start != flat.length) {
      throw new IllegalArgumentException(
          "%d pretrained parameters for a network with %d".formatted(flat.length, start));
    }
    return this;
  }

  private static boolean isPretrained(String name) {
    return name.startsWith("encoder.") || name.startsWith("decoder.");
  }

  /** The parameters by name: views of the graph's flat vector, row-major. */
  public Map<String, INDArray> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /**
   * One parameter.
   *
   * @throws IllegalArgumentException if the network has none of that name
   */
  public INDArray parameter(String name) {
    INDArray parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("No parameter " + name + " in " + parameters.keySet());
    }
    return parameter;
  }

  /** Overwrites one parameter with row-major values. */
  public void set(String name, float[] values) {
    INDArray parameter = parameter(name);
    try (INDArray source = Nd4j.createFromArray(values)) {
      parameter.assign(source.reshape('c', parameter.shape()));
    }
  }

  /** A copy of all parameters in their flat order. */
  public float[] flatParameters() {
    return values(graph.params());
  }

  /** A copy of C, N x N, row-major. */
  public float[] coefficients() {
    return values(parameter(SelfExpression.COEFFICIENTS));
  }

  /** A copy of all parameters but C in their flat order. */
  public float[] flatParametersWithoutCoefficients() {
    float[] flat = new float[0];
    for (Map.Entry<String, INDArray> entry : parameters.entrySet()) {
      if (!entry.getKey().equals(SelfExpression.COEFFICIENTS)) {
        float[] part = values(entry.getValue());
        flat = Arrays.copyOf(flat, flat.length + part.length);
        System.arraycopy(part, 0, flat, flat.length - part.length, part.length);
      }
    }
    return flat;
  }

  /**
   * One training step: forward, backpropagation, Adam.
   *
   * @param images [image][channel, row, column]
   * @return the loss before the step
   */
  public LossTerms step(INDArray images) {
    leavesArrays = true;
    graph.fit(new INDArray[] {images}, new INDArray[] {images});
    return lossTerms(graph.score());
  }

  /** The loss without a step. */
  public LossTerms loss(INDArray images) {
    leavesArrays = true;
    return lossTerms(graph.score(new DataSet(images, images), false));
  }

  /**
   * What attention did in the last pass, the encoder's where it has one, of CBAM the channels'
   * gate; empty without a gate that looks.
   */
  public Optional<GateStatistics> gateStatistics() {
    return Stream.of(GraphConfigurations.ATTENTION, GraphConfigurations.DECODER_ATTENTION)
        .map(this::layer)
        .filter(GateLayer.class::isInstance)
        .findFirst()
        .map(layer -> ((GateLayer<?>) layer).statistics());
  }

  /**
   * Sum (Z - CZ)^2 / sum Z^2 in the last pass: 0 if every latent is expressed exactly, 1 if C is 0.
   *
   * @throws IllegalStateException in a network without self-expression
   */
  public double selfExpressionResidual() {
    if (layer(GraphConfigurations.SELF_EXPRESSION) instanceof SelfExpressionLayer layer) {
      return layer.residualSquares() / layer.latentSquares();
    }
    throw new IllegalStateException("No self-expression in a pretraining network");
  }

  /** The configuration of a vertex of {@link GraphConfigurations}; empty if there is none. */
  Optional<NamedLayer> configuration(String vertex) {
    return Optional.ofNullable(layer(vertex)).map(layer -> (NamedLayer) layer.conf().getLayer());
  }

  /** The vertex below self-expression, or below the decoder where there is none. */
  String latentVertex() {
    String above =
        graph.getVertex(GraphConfigurations.SELF_EXPRESSION) == null
            ? GraphConfigurations.decoderName(0)
            : GraphConfigurations.SELF_EXPRESSION;
    return graph.getConfiguration().getVertexInputs().get(above).get(0);
  }

  /** The shapes of encoder and decoder. */
  public Architecture architecture() {
    return architecture;
  }

  /** The graph itself: the one definition of the model. Whoever asks may have it take passes. */
  public ComputationGraph graph() {
    leavesArrays = true;
    return graph;
  }

  /**
   * The activations of one vertex; those of the vertices below it are freed at once.
   *
   * @param vertex a layer's
   * @param images [image][channel, row, column]
   */
  INDArray activations(String vertex, INDArray images) {
    int last = Arrays.asList(graph.getLayers()).indexOf(layer(vertex));
    Map<String, INDArray> found = graph.feedForward(new INDArray[] {images}, last, false);
    INDArray wanted = found.remove(vertex);
    found.values().stream().filter(INDArray::closeable).forEach(INDArray::close);
    return wanted;
  }

  /**
   * Frees the parameters, gradients, Adam's moments and this thread's workspaces, at once.
   *
   * <p>After passes of its own DL4J asks the JVM for two full collections as well, some 200 ms each
   * in which nothing else runs. They are welcome then: other arrays that ND4J's operations return
   * are freed with their Java objects alone, and those are too small to make the JVM collect by
   * itself. Steps on the processor leave none.
   */
  @Override
  public void close() {
    if (leavesArrays) {
      graph.close();
      return;
    }
    Stream.of(
            graph.params(),
            graph.getFlattenedGradients(),
            graph.getUpdater(false) == null ? null : graph.getUpdater(false).getStateViewArray())
        .filter(array -> array != null && array.closeable())
        .forEach(INDArray::close);
    MemoryWorkspaceManager workspaces = Nd4j.getWorkspaceManager();
    workspaces.getAllWorkspacesForCurrentThread().forEach(workspaces::destroyWorkspace);
  }

  /**
   * A copy of an array's values, row-major. {@link INDArray#toFloatVector} leaves one more copy in
   * native memory, N x N for the coefficients, until the next collection; what lies in host memory
   * needs none at all.
   */
  private static float[] values(INDArray array) {
    if (Backend.loaded().device() == Backend.Device.CPU && HostFloats.isReadable(array)) {
      float[] values = new float[Math.toIntExact(array.length())];
      HostFloats.of(array).read(0, values);
      return values;
    }
    try (INDArray copy = array.dup('c')) {
      return copy.data().asFloat();
    }
  }

  /** The layer of a vertex, or null if this network has no such vertex. */
  private Layer layer(String vertex) {
    GraphVertex found = graph.getVertex(vertex);
    return found == null ? null : found.getLayer();
  }

  private LossTerms lossTerms(double total) {
    ReconstructionLayer output =
        (ReconstructionLayer) graph.getLayer(GraphConfigurations.RECONSTRUCTION);
    if (layer(GraphConfigurations.SELF_EXPRESSION) instanceof SelfExpressionLayer layer) {
      return new LossTerms(
          output.loss(), layer.regularization(), layer.residualSquares() / 2, total);
    }
    return new LossTerms(output.loss(), Double.NaN, Double.NaN, total);
  }

  /** DL4J joins vertex and parameter by an underscore. */
  static String parameterName(String key) {
    int separator = key.indexOf('_');
    String parameter = key.substring(separator + 1);
    return parameter.equals(SelfExpression.COEFFICIENTS)
        ? parameter
        : key.substring(0, separator) + "." + parameter;
  }
}
