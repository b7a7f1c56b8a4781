/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.sweep.Setting;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Single keys of a configuration, set on the command line. */
final class DefinitionOptions {
  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description =
          "Set a key of the configuration, such as -D data.height=16 or -D seeds=[0,1]; may be"
              + " given again. Wins over the file.")
  private final List<String> definitions = new ArrayList<>();

  /** In the order given. */
  List<Setting> settings() {
    return definitions.stream().map(Setting::ofDefinition).toList();
  }
}
