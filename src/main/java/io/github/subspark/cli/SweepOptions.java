/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.InvalidInputException;
import io.github.subspark.images.ImageReader;
import io.github.subspark.images.ImageSet;
import io.github.subspark.sweep.Setting;
import io.github.subspark.sweep.SpecReader;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.EpochRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to sweep; part of every command about a sweep. */
final class SweepOptions {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CONFIG",
      description =
          "Configuration file (HOCON), such as conf/quickstart.conf. Without one, -D sets the"
              + " keys that have no default: clusters and grid.")
  private String config;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Images: 'turntable' (built in), a folder, or a file .mat, .npy, .zip or .parquet, on"
              + " any Hadoop file system. Wins over data.path; one of the two must be given.")
  private String data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Run directory, on any Hadoop file system; runs/NAME if not given, where NAME is data.name"
              + " or else the last part of the data's path. A rerun finishes what is missing.")
  private String out;

  @Mixin private DefinitionOptions definitions;

  /** The run directory, if named. */
  Optional<String> out() {
    return Optional.ofNullable(out);
  }

  /**
   * The sweep that file and command line describe.
   *
   * @throws InvalidInputException with all that is wrong with them
   */
  SweepSpec spec(Configuration hadoop) {
    List<Setting> settings = new ArrayList<>(definitions.settings());
    if (data != null) {
      settings.add(Setting.ofDataPath(data));
    }
    ConfigFiles files = new ConfigFiles(hadoop);
    return SpecReader.read(Optional.ofNullable(config).map(files::read), settings);
  }

  /**
   * The images that a sweep is of.
   *
   * @throws InvalidInputException if they are not to be read, or lack the labels that the sweep
   *     asks for
   */
  static ImageSet images(SweepSpec spec, Configuration hadoop) throws IOException {
    ImageSet set = ImageReader.read(spec.data(), hadoop);
    if (spec.training().epochRule() == EpochRule.BEST_BY_LABELS && set.labels().isEmpty()) {
      throw new InvalidInputException(
          "Cannot choose epochs by labels: %s has none. Set training.epoch-rule = fixed."
              .formatted(set.name()));
    }
    return set;
  }
}
