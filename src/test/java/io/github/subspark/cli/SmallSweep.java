/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A sweep of the built-in images that takes seconds, and the command line to run it with. */
final class SmallSweep {
  /**
   * Two compressions, two arms, one seed, all clusterers of an affinity: 4 cells, 2 pretrainings,
   * 32 results.
   */
  static final String CONFIG =
      """
      data { path = turntable, turntable { objects = 4, angles = 12 } }
      clusters = 4
      grid = [{ compression = [25 %, 50 %], attention = [none, channel] }]
      seeds = [0]
      training {
        pretraining-epochs = 30, batch-size = 20, finetuning-epochs = 10
        # Thirty epochs prove nothing about death.
        restarts { best-of = 1, early-epoch = 1000, final-share = 1 }
      }
      clustering {
        clusterers = [pic, njw, discretize, power], baselines = [], restarts = 3
        power { columns = 12, steps = 30 }, pic { iterations = 10 }
      }
      """;

  private SmallSweep() {}

  /** What a command printed and how it ended. */
  record Ended(int code, String out, String err) {}

  static Path configuration(Path folder) throws IOException {
    return Files.writeString(folder.resolve("small.conf"), CONFIG);
  }

  static Ended run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> texts = new ArrayList<>();
    for (Object argument : arguments) {
      texts.add(argument.toString());
    }
    int code = Main.run(texts.toArray(String[]::new), new PrintWriter(out), new PrintWriter(err));
    return new Ended(code, out.toString(), err.toString());
  }
}
