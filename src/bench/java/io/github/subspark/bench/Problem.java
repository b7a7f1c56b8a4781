/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import io.github.subspark.images.ImageReader;
import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.EncoderLayer;
import io.github.subspark.sweep.ConfigText;
import io.github.subspark.sweep.Setting;
import io.github.subspark.sweep.SpecReader;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.TrainingSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The images of a benchmark and the specification that goes with them: the defaults, which are the
 * paper's.
 */
record Problem(SweepSpec spec, Images images) {
  private static final int SMALL = 256;

  /** The built-in images. */
  static Problem turntable(int objects, int angles) {
    List<Setting> settings =
        Stream.of(
                "data.path=turntable",
                "data.turntable={objects=%d,angles=%d}".formatted(objects, angles),
                "clusters=" + objects,
                "grid=[{compression=[75 %],attention=[none]}]",
                "seeds=[0]",
                "training.restarts={best-of=1,early-epoch=100000,final-share=1}")
            .map(Setting::ofDefinition)
            .toList();
    SweepSpec spec = SpecReader.read(Optional.of(new ConfigText("benchmark", "")), settings);
    return new Problem(spec, ImageReader.read(spec.data(), new Configuration()).images());
  }

  int count() {
    return images.count();
  }

  /** One 3 x 3 layer of k channels. */
  Architecture architecture(int k) {
    return new Architecture(
        images.channels(), images.height(), images.width(), List.of(new EncoderLayer(k, 3)));
  }

  /** The specification's training with other numbers of epochs. */
  TrainingSpec training(int pretrainingEpochs, int finetuningEpochs) {
    TrainingSpec all = spec.training();
    return new TrainingSpec(
        all.engine(),
        pretrainingEpochs,
        all.batchSize(),
        finetuningEpochs,
        all.learningRate(),
        all.restarts());
  }

  /** The first images alone. */
  Problem smaller() {
    int count = Math.min(SMALL, count());
    float[] pixels = java.util.Arrays.copyOf(images.pixels(), count * images.size());
    return new Problem(
        spec, new Images(count, images.channels(), images.height(), images.width(), pixels));
  }
}
