/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.devices;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** Asks this machine's. */
  public static SmiAnswer ask() {
    List<String> all = new ArrayList<>(FIELDS);
    all.add(CAPABILITY);
    SmiAnswer answer = ask(all);
    return answer.text.contains(UNKNOWN_FIELD) ? ask(FIELDS) : answer;
  }

  private static SmiAnswer ask(List<String> fields) {
    try {
      Process process =
          new ProcessBuilder(
                  "nvidia-smi",
                  "--query-gpu=" + String.join(",", fields),
                  "--format=csv,noheader,nounits")
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new SmiAnswer(true, process.waitFor(), text);
    } catch (IOException absent) {
      return new SmiAnswer(false, 0, "");
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return new SmiAnswer(false, 0, "");
    }
  }

  /** Its GPUs; lines of another form are left out. */
  List<Gpu> gpus() {
    return text.lines().map(Gpu::parse).flatMap(Optional::stream).toList();
  }

  /** The first line that it printed, for people. */
  String words() {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }

  /** The addresses of its GPUs, for people. */
  String addresses() {
    return gpus().stream().map(Gpu::index).collect(Collectors.joining(", "));
  }
}
