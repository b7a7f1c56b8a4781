/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.cli.SmallSweep.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Submissions by a script of submit/, run to their end. */
final class SubmitScript {
  /** Settings of this machine that would lead a submission elsewhere. */
  private static final List<String> OTHERS =
      List.of("HADOOP_CONF_DIR", "SPARK_HOME", "SPARK_CONF_DIR");

  private SubmitScript() {}

  /**
   * Runs a script.
   *
   * @param name in submit/
   * @param folder to run it in, and for what it prints
   * @param environment beside this JVM's own
   * @param longestMinutes after which it counts as hanging
   */
  static Ended run(
      String name,
      Path folder,
      Map<String, String> environment,
      int longestMinutes,
      List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of("submit", name).toAbsolutePath().toString());
    command.addAll(arguments);
    Path out = folder.resolve("submit.out");
    Path err = folder.resolve("submit.err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeAll(OTHERS);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(longestMinutes, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("The submission hangs: " + Files.readString(err));
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
