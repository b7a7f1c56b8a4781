/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.Images;
import io.github.subspark.sweep.SweepSpec;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What every step needs on an executor.
 *
 * @param spec the sweep
 * @param root the run directory
 * @param hadoop the file systems' configuration
 * @param images the pixels, without labels
 */
record StepContext(
    SweepSpec spec,
    String root,
    Broadcast<SerializableConfiguration> hadoop,
    Broadcast<Images> images)
    implements Serializable {

  RunDirectory run() throws IOException {
    return RunDirectory.at(root, configuration());
  }

  Configuration configuration() {
    return hadoop.value().value();
  }
}
