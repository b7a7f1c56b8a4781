/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.devices;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What nvidia-smi, NVIDIA's tool beside its driver, answers when asked for this machine's GPUs.
 *
 * @param installed whether there is such a tool
 * @param code how it ended
 * @param text what it printed
 */
public record SmiAnswer(boolean installed, int code, String text) {
  private static final List<String> FIELDS =
      List.of("index", "name", "driver_version", "memory.total");

  /** Unknown to the tool of drivers before 510. */
  private static final String CAPABILITY = "compute_cap";

  private static final String UNKNOWN_FIELD = "is not a valid field";

  /** Its few lines fit into the pipe: it need not be read to end. */
  private static final int SECONDS = 30;

  /** As of the command 'timeout'. */
  private static final int TIMED_OUT = 124;

  /** Asks this machine's. */
  public static SmiAnswer ask() {
    List<String> all = new ArrayList<>(FIELDS);
    all.add(CAPABILITY);
    SmiAnswer answer = ask(all);
    return answer.text.contains(UNKNOWN_FIELD) ? ask(FIELDS) : answer;
  }

  /** Where nobody asked. */
  public static SmiAnswer none() {
    return new SmiAnswer(false, 0, "");
  }

  /** A tool that waits for a broken driver is not waited for. */
  private static SmiAnswer ask(List<String> fields) {
    return of(
        SECONDS,
        "nvidia-smi",
        "--query-gpu=" + String.join(",", fields),
        "--format=csv,noheader,nounits");
  }

  /** A command's answer, within so many seconds. */
  static SmiAnswer of(int seconds, String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new SmiAnswer(true, TIMED_OUT, "no answer within %d s".formatted(seconds));
      }
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new SmiAnswer(true, process.exitValue(), text);
    } catch (IOException absent) {
      return none();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return none();
    }
  }

  /** Its GPUs; lines of another form are left out. */
  List<Gpu> gpus() {
    return text.lines().map(Gpu::parse).flatMap(Optional::stream).toList();
  }

  /** The first line that it printed, for people. */
  String words() {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("nothing, with code " + code);
  }

  /** The addresses of its GPUs, for people. */
  String addresses() {
    return gpus().stream().map(Gpu::index).collect(Collectors.joining(", "));
  }
}
