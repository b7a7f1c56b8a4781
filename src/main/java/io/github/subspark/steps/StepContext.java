/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.commit.Numerics;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.Images;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.Engine;
import io.github.subspark.training.EpochListener;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What every step needs on an executor.
 *
 * @param spec the sweep
 * @param engine trains
 * @param root the run directory that earlier steps are read from
 * @param target the run directory that steps are committed to: the same, unless cells are verified
 * @param required what the bits of every step must depend on; null if they may depend on anything
 * @param hadoop the file systems' configuration
 * @param data short name of the images
 * @param images the pixels, without labels; an executor fetches them when it asks for them
 * @param count N, for those that need not ask
 * @param epochs counts trained epochs, for who watches
 */
public record StepContext(
    SweepSpec spec,
    Engine engine,
    String root,
    String target,
    Numerics required,
    Broadcast<SerializableConfiguration> hadoop,
    String data,
    Broadcast<Images> images,
    int count,
    LongAccumulator epochs)
    implements Serializable {

  /** The run directory that earlier steps are read from. */
  public RunDirectory run() throws IOException {
    return RunDirectory.at(root, configuration());
  }

  /** Counts every epoch that it hears of. */
  public EpochListener epochCounter() {
    return (phase, attempt, epoch, epochsInAll) -> epochs.add(1);
  }

  RunDirectory output() throws IOException {
    return RunDirectory.at(target, configuration());
  }

  Configuration configuration() {
    return hadoop.value().value();
  }
}
