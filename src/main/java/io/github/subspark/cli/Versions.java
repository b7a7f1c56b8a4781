/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** The versions of this build and of what it runs on. */
public final class Versions implements IVersionProvider {
  /** Made by picocli. */
  public Versions() {}

  @Override
  public String[] getVersion() {
    BuildInfo build = BuildInfo.current();
    return new String[] {
      "subspark " + build.version() + " (commit " + build.commit() + ")",
      "Apache Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION(),
      "Deeplearning4j " + build.dl4j(),
      "Java " + Runtime.version()
    };
  }
}
