/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this build is, as the build wrote it down.
 *
 * @param version of subspark
 * @param commit abbreviated git commit, '-dirty' behind it if files were changed; 'unknown' if
 *     built outside a checkout
 * @param spark version of Spark compiled against
 * @param dl4j version of Deeplearning4j and ND4J
 * @param nd4jBackend ND4J's backend that was built for, such as nd4j-native
 * @param torch version of libtorch
 */
public record BuildInfo(
    String version, String commit, String spark, String dl4j, String nd4jBackend, String torch) {
  /** Of the running build. */
  public static BuildInfo current() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("/subspark-build.properties")) {
      properties.load(in);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    String commit = properties.getProperty("commit");
    boolean known = !commit.startsWith("$");
    boolean dirty = Boolean.parseBoolean(properties.getProperty("dirty"));
    return new BuildInfo(
        properties.getProperty("version"),
        known ? commit + (dirty ? "-dirty" : "") : "unknown",
        properties.getProperty("spark"),
        properties.getProperty("dl4j"),
        properties.getProperty("nd4j.backend"),
        properties.getProperty("torch"));
  }
}
