/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ParseResult;

/** What files for schedulers say twice, and must say as the project does. */
final class Shipped {
  /** Where an installation is. */
  static final String HOME = "/opt/subspark";

  /** The project's version. */
  static final String VERSION =
      pom("<artifactId>subspark</artifactId>\\s*<version>(.*?)</version>");

  /** Spark's version. */
  static final String SPARK = pom("<spark\\.version>(.*?)</spark\\.version>");

  /** The job's jar in an installation. */
  static final String JAR = HOME + "/jars/subspark-" + VERSION + ".jar";

  private Shipped() {}

  /**
   * Parses a command line as subspark does.
   *
   * @return the command's name
   * @throws picocli.CommandLine.ParameterException if it is none of subspark's
   */
  static String parse(List<String> arguments) {
    ParseResult parsed =
        Main.commandLine(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()))
            .parseArgs(arguments.toArray(String[]::new));
    return parsed.subcommand().commandSpec().name();
  }

  private static String pom(String pattern) {
    try {
      Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of("pom.xml")));
      if (!matcher.find()) {
        throw new AssertionError("pom.xml has no " + pattern);
      }
      return matcher.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
