/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The two networks as DL4J configurations. Vertices: encoder.0, encoder.1, ... from the image on;
 * attention; self-expression; decoder-attention; decoder.0, ... from the latent on; reconstruction;
 * CBAM's second gates are attention.spatial and decoder-attention.spatial. The loss is a sum over
 * images, so DL4J's division by the batch's size is off.
 */
final class GraphConfigurations {
  static final String IMAGES = "images";
  static final String ATTENTION = "attention";
  static final String DECODER_ATTENTION = "decoder-attention";
  static final String SELF_EXPRESSION = "self-expression";
  static final String RECONSTRUCTION = "reconstruction";

  private GraphConfigurations() {}

  /** Encoder, decoder, reconstruction. */
  static ComputationGraphConfiguration pretraining(Architecture architecture, double learningRate) {
    GraphBuilder builder = builder(learningRate);
    String latent = encoder(builder, architecture);
    return decoder(builder, architecture, latent);
  }

  /** Encoder, attention, self-expression, attention of the decoder, decoder, reconstruction. */
  static ComputationGraphConfiguration finetuning(
      Architecture architecture,
      Attention attention,
      NetworkSpec spec,
      int images,
      double learningRate) {
    GraphBuilder builder = builder(learningRate);
    String latent = encoder(builder, architecture);
    if (spec.attentionIn() != AttentionPlace.DECODER) {
      latent = gates(builder, Gates.of(attention, ATTENTION, architecture, spec), latent);
    }
    builder.addLayer(
        SELF_EXPRESSION,
        new SelfExpression(SELF_EXPRESSION, images, spec.lambda1(), spec.lambda2()),
        latent);
    String expressed = SELF_EXPRESSION;
    if (spec.attentionIn() != AttentionPlace.ENCODER) {
      expressed =
          gates(builder, Gates.of(attention, DECODER_ATTENTION, architecture, spec), expressed);
    }
    return decoder(builder, architecture, expressed);
  }

  /** Adds gates one after the other; gives the name of the last, or of what is below. */
  private static String gates(GraphBuilder builder, List<NamedLayer> gates, String below) {
    String last = below;
    for (NamedLayer gate : gates) {
      builder.addLayer(gate.getLayerName(), gate, last);
      last = gate.getLayerName();
    }
    return last;
  }

  /** One shape per encoder layer, from the image on. */
  static List<ConvolutionShape> shapes(Architecture architecture) {
    List<ConvolutionShape> shapes = new ArrayList<>();
    int channels = architecture.imageChannels();
    int height = architecture.height();
    int width = architecture.width();
    for (EncoderLayer layer : architecture.layers()) {
      shapes.add(new ConvolutionShape(channels, height, width, layer.channels(), layer.kernel()));
      channels = layer.channels();
      height /= 2;
      width /= 2;
    }
    return shapes;
  }

  static String encoderName(int layer) {
    return "encoder." + layer;
  }

  static String decoderName(int layer) {
    return "decoder." + layer;
  }

  private static GraphBuilder builder(double learningRate) {
    // DL4J seeds the calling thread's generator, from which nothing here draws, and writes the seed
    // into the configuration: by default it would be the clock's.
    return new NeuralNetConfiguration.Builder()
        .seed(0)
        .updater(new Adam(learningRate, 0.9, 0.999, 1e-8))
        .activation(Activation.IDENTITY)
        .miniBatch(false)
        .trainingWorkspaceMode(WorkspaceMode.ENABLED)
        .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
        .graphBuilder()
        .addInputs(IMAGES);
  }

  private static String encoder(GraphBuilder builder, Architecture architecture) {
    String below = IMAGES;
    List<ConvolutionShape> shapes = shapes(architecture);
    for (int i = 0; i < shapes.size(); i++) {
      String name = encoderName(i);
      StridedConvolution layer =
          i == 0
              ? StridedConvolution.ofImages(name, shapes.get(i))
              : StridedConvolution.ofFeatures(name, shapes.get(i));
      builder.addLayer(name, layer, below);
      below = name;
    }
    return below;
  }

  private static ComputationGraphConfiguration decoder(
      GraphBuilder builder, Architecture architecture, String latent) {
    String below = latent;
    List<ConvolutionShape> shapes = shapes(architecture);
    for (int i = 0; i < shapes.size(); i++) {
      String name = decoderName(i);
      builder.addLayer(
          name, new TransposedConvolution(name, shapes.get(shapes.size() - 1 - i)), below);
      below = name;
    }
    return builder
        .addLayer(RECONSTRUCTION, new Reconstruction(RECONSTRUCTION), below)
        .setOutputs(RECONSTRUCTION)
        .build();
  }
}
