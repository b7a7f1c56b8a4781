/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.InvalidInputException;
import io.github.subspark.Printable;
import io.github.subspark.images.AsciiPreview;
import io.github.subspark.images.ContactSheet;
import io.github.subspark.images.ImageReader;
import io.github.subspark.images.ImageSet;
import io.github.subspark.images.ImageSummary;
import io.github.subspark.sweep.Setting;
import io.github.subspark.sweep.SpecReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a sweep would read from a path. */
@Command(
    name = "inspect",
    description = "Read images as a sweep would and say what they are.",
    footer = {
      "",
      "Example: faces whose rows run down the columns of an image",
      "  subspark data inspect ORL_32x32.mat -D data.mat.pixel-order=column"
    })
final class DataInspectCommand implements Callable<Integer> {
  /** Columns of the preview, which fits the narrowest terminal. */
  private static final int PREVIEW = 48;

  /** Images of a class in a contact sheet, and of a row where there are no classes. */
  private static final int SHEET = 12;

  @Parameters(
      paramLabel = "PATH",
      description =
          "'turntable' (built in), a folder, or a .mat, .npy, .zip or .parquet file, on any"
              + " Hadoop file system.")
  private String path;

  @Option(
      names = "--sheet",
      paramLabel = "FILE",
      description = "Also draw a contact sheet, a row of images for each class, as a local PNG.")
  private Path sheet;

  @Mixin private DefinitionOptions definitions;
  @Mixin private TerminalOptions terminal;
  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    List<Setting> settings = new ArrayList<>(definitions.settings());
    settings.add(Setting.ofDataPath(path));
    ImageSet images =
        ImageReader.read(SpecReader.readData(Optional.empty(), settings), new Configuration());
    if (!terminal.quiet()) {
      print(images, command.commandLine().getOut());
    }
    if (sheet != null) {
      draw(images, sheet);
    }
    return ExitCode.DONE.code();
  }

  private static void print(ImageSet images, PrintWriter out) {
    ImageSummary summary = ImageSummary.of(images);
    out.printf("name         %s%n", Printable.line(summary.name()));
    out.printf(
        "images       %d of %d x %d, %s%n",
        summary.count(),
        summary.height(),
        summary.width(),
        summary.channels() == 1 ? "grey" : "colour");
    out.printf(
        Locale.ROOT,
        "pixels       %.3f to %.3f, mean %.3f%n",
        summary.smallest(),
        summary.largest(),
        summary.mean());
    out.printf("labels       %s%n", Printable.line(labels(summary.classes())));
    out.printf("fingerprint  %s%n%n", images.fingerprint());
    out.printf(
        "%s:%n%s",
        Printable.line(images.imageNames().get(0)),
        new AsciiPreview(PREVIEW).of(images.images(), 0));
    out.flush();
  }

  private static void draw(ImageSet images, Path file) {
    ContactSheet sheet = new ContactSheet(images.images());
    BufferedImage drawn =
        images
            .labels()
            .map(labels -> sheet.classes(labels, SHEET))
            .orElseGet(() -> sheet.first(SHEET * SHEET, SHEET));
    try (OutputStream out = Files.newOutputStream(file)) {
      ImageIO.write(drawn, "png", out);
    } catch (IOException e) {
      throw new InvalidInputException(
          "Cannot write the contact sheet: %s. Name a file in a folder that exists."
              .formatted(file),
          e);
    }
  }

  /** '20 classes of 72' or, if they differ, each class with its size. */
  private static String labels(Map<String, Integer> classes) {
    if (classes.isEmpty()) {
      return "none";
    }
    List<Integer> sizes = classes.values().stream().distinct().toList();
    return sizes.size() == 1
        ? "%d classes of %d".formatted(classes.size(), sizes.get(0))
        : "%d classes: %s"
            .formatted(
                classes.size(),
                classes.entrySet().stream()
                    .map(entry -> entry.getKey() + " x " + entry.getValue())
                    .collect(Collectors.joining(", ")));
  }
}
