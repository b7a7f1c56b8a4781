/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands about images. */
@Command(
    name = "data",
    description = "Look at images, or make some.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DataInspectCommand.class, DataRenderCommand.class},
    footer = {"", "Example:", "  subspark data inspect COIL20.mat"})
final class DataCommand implements Runnable {
  @Spec private CommandSpec command;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        command.commandLine(), "Cannot run data: no command given. Name one of its own.");
  }
}
