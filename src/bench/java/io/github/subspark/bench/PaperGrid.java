/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import io.github.subspark.images.ImageReader;
import io.github.subspark.images.Images;
import io.github.subspark.sweep.Cell;
import io.github.subspark.sweep.ConfigText;
import io.github.subspark.sweep.Grid;
import io.github.subspark.sweep.SpecReader;
import io.github.subspark.sweep.SweepSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * The paper's grid over some seeds, of the built-in images: 4 pretrainings and 7 fine-tunings a
 * seed.
 *
 * @param seeds how many
 */
record PaperGrid(int seeds) {
  /**
   * A sweep of it, without MLlib's power iteration and without baselines, which no libtorch process
   * has either.
   */
  String configuration(String clusterers) {
    return """
        data {path = turntable, turntable {objects = 20, angles = 72}}
        clusters = 20
        grid = [
          {compression = [25 %%, 50 %%, 75 %%], attention = [none, channel]}
          {compression = [375 %%], attention = [none]}
        ]
        seeds = [%s]
        training.restarts.best-of = 1
        affinity.kinds = [dsc]
        clustering {clusterers = [%s], baselines = []}
        """
        .formatted(
            IntStream.range(0, seeds).mapToObj(String::valueOf).collect(Collectors.joining(", ")),
            clusterers);
  }

  SweepSpec spec() {
    return SpecReader.read(
        Optional.of(new ConfigText("the benchmark", configuration("njw"))), List.of());
  }

  static Images images(SweepSpec spec) {
    return ImageReader.read(spec.data(), new Configuration()).images();
  }

  /** Cells by the pretraining that they share, the longest first. */
  static List<List<Cell>> groups(SweepSpec spec, Images images) {
    return Grid.of(spec, images).cells().stream()
        .collect(Collectors.groupingBy(Cell::pretrainingKey))
        .values()
        .stream()
        .sorted(
            Comparator.comparingInt((List<Cell> group) -> -group.get(0).channels())
                .thenComparing(group -> group.get(0).seed()))
        .toList();
  }
}
