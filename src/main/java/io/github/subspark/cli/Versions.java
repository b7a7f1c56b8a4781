/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.BuildInfo;
import io.github.subspark.network.Libtorch;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.IVersionProvider;

/** The versions of this build and of what it runs on. */
public final class Versions implements IVersionProvider {
  /** Made by picocli. */
  public Versions() {}

  @Override
  public String[] getVersion() {
    BuildInfo build = BuildInfo.current();
    List<String> versions = new ArrayList<>();
    versions.add("subspark " + build.version() + " (commit " + build.commit() + ")");
    versions.add("Apache Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION());
    versions.add("Deeplearning4j " + build.dl4j() + " on " + build.nd4jBackend());
    if (Libtorch.isOnClassPath()) {
      versions.add("libtorch " + build.torch());
    }
    versions.add("Java " + Runtime.version());
    return versions.toArray(String[]::new);
  }
}
