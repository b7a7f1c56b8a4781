/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import io.github.subspark.BuildInfo;
import io.github.subspark.linalg.BlasIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** What figures were measured on. */
final class Environment {
  private Environment() {}

  static List<String> lines(int threads) {
    BuildInfo build = BuildInfo.current();
    BlasIdentity blas = BlasIdentity.current();
    return List.of(
        "subspark %s+%s, %s"
            .formatted(build.version(), build.commit(), LocalDate.now(ZoneOffset.UTC)),
        "%s, %d cores, %d threads a training"
            .formatted(processor(), Runtime.getRuntime().availableProcessors(), threads),
        "Java %s; %s, kernel %s; libtorch %s without oneDNN"
            .formatted(Runtime.version(), blas.library(), blas.kernel(), build.torch()));
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException elsewhere) {
      return "unknown processor";
    }
  }
}
