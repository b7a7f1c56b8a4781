/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.network.Architecture;
import io.github.subspark.network.Attention;
import io.github.subspark.network.AttentionPlace;
import io.github.subspark.network.AutoencoderGraph;
import io.github.subspark.network.Backend;
import io.github.subspark.network.Backend.Device;
import io.github.subspark.network.EncoderLayer;
import io.github.subspark.network.NetworkSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A program for a JVM of its own: takes networks to JSON and back and to DL4J's model files and
 * back. It uses nothing but the job's jar and Spark's, so no JUnit and no AssertJ.
 */
final class SavedNetworks {
  private static final int IMAGES = 5;
  private static final int SIDE = 8;

  private SavedNetworks() {}

  /** Prints the loaded backend, where the network's code comes from, and a line per attention. */
  public static void main(String[] arguments) throws IOException {
    Backend backend = Backend.loaded().require(Device.CPU);
    System.out.println("backend " + backend.name());
    System.out.println(
        "code "
            + Path.of(
                    AutoencoderGraph.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .getFileName());
    for (Attention attention : Attention.values()) {
      roundTrips(attention);
      System.out.println("same " + attention.text());
    }
  }

  private static void roundTrips(Attention attention) throws IOException {
    EncoderLayer hidden = new EncoderLayer(3, 3);
    Architecture architecture =
        new Architecture(1, SIDE, SIDE, List.of(hidden, new EncoderLayer(4, 5)));
    NetworkSpec spec = new NetworkSpec(List.of(hidden), 5, 1, 150, .25, .5, AttentionPlace.BOTH);
    INDArray images =
        Nd4j.linspace(DataType.FLOAT, 0, 1d / (IMAGES * SIDE * SIDE), IMAGES * SIDE * SIDE)
            .reshape('c', IMAGES, SIDE * SIDE);
    try (AutoencoderGraph network =
        AutoencoderGraph.finetuning(architecture, attention, spec, IMAGES, 1e-3).initialize(7)) {
      network.step(images);
      ComputationGraph graph = network.graph();
      String json = graph.getConfiguration().toJson();
      require(ComputationGraphConfiguration.fromJson(json).toJson().equals(json), "JSON", json);
      ComputationGraph read = throughFile(graph);
      require(read.getConfiguration().toJson().equals(json), "the model file's JSON", json);
      require(read.params().equalsWithEps(graph.params(), 0), "parameters", read.params());
      require(
          read.getUpdater()
              .getStateViewArray()
              .equalsWithEps(graph.getUpdater().getStateViewArray(), 0),
          "Adam's moments",
          read.getUpdater().getStateViewArray());
      INDArray output = read.outputSingle(images);
      require(output.equalsWithEps(graph.outputSingle(images), 0), "reconstruction", output);
    }
  }

  private static ComputationGraph throughFile(ComputationGraph graph) throws IOException {
    Path file = Files.createTempFile("network", ".zip");
    try {
      ModelSerializer.writeModel(graph, file.toFile(), true);
      return ModelSerializer.restoreComputationGraph(file.toFile(), true);
    } finally {
      Files.delete(file);
    }
  }

  private static void require(boolean same, String what, Object value) {
    if (!same) {
      throw new AssertionError("Not the same " + what + " after the round trip: " + value);
    }
  }
}
