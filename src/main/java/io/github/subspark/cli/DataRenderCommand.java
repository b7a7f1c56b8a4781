/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.images.ImageFolderWriter;
import io.github.subspark.images.ImageReader;
import io.github.subspark.images.ImageSet;
import io.github.subspark.sweep.Setting;
import io.github.subspark.sweep.SpecReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes images as files. */
@Command(
    name = "render",
    description = "Write the built-in images, or others as a sweep would read them, as PNG files.",
    footer = {
      "",
      "Examples:",
      "  subspark data render objects",
      "  subspark data render large -D data.height=64 -D data.width=64"
    })
final class DataRenderCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DIR",
      description = "A new folder, on any Hadoop file system. File names hold the labels.")
  private String folder;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      defaultValue = ImageReader.TURNTABLE,
      description = "The images, as data inspect takes them; ${DEFAULT-VALUE} if not given.")
  private String data;

  @Mixin private DefinitionOptions definitions;
  @Mixin private TerminalOptions terminal;
  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    List<Setting> settings = new ArrayList<>(definitions.settings());
    settings.add(Setting.ofDataPath(data));
    Configuration hadoop = new Configuration();
    ImageSet images = ImageReader.read(SpecReader.readData(Optional.empty(), settings), hadoop);
    new ImageFolderWriter(hadoop).write(images, folder);
    if (!terminal.quiet()) {
      command
          .commandLine()
          .getOut()
          .printf("Wrote %d images to %s%n", images.images().count(), folder);
    }
    return ExitCode.DONE.code();
  }
}
