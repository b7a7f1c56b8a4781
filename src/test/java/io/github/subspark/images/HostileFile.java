/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import io.github.subspark.Budget;
import io.github.subspark.InvalidInputException;
import io.github.subspark.MemoryFiles;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;

/**
 * A file of any bytes, read as a sweep reads it: what comes of it is a set of images or one line
 * that says what is wrong with it, within a budget.
 */
final class HostileFile {
  private static final Configuration HADOOP = MemoryFiles.hadoop();

  private final String path;
  private final Budget budget;
  private String labelPath = "";

  /**
   * A file of this name, hence of this kind, that may cost {@code mebibytes} MiB of memory. If it
   * lies in a folder, the folder is what is read, with a copy: a single image is no set.
   */
  HostileFile(String name, byte[] bytes, int mebibytes) {
    String file = MemoryFiles.put("/" + name, bytes);
    if (name.contains("/")) {
      MemoryFiles.put("/" + name.replace("/", "/copy-of-"), bytes);
      this.path = file.substring(0, file.lastIndexOf('/'));
    } else {
      this.path = file;
    }
    this.budget = new Budget(mebibytes);
  }

  /** Reads labels from a file as well. */
  HostileFile labels(String name, byte[] bytes) {
    labelPath = MemoryFiles.put("/" + name, bytes);
    return this;
  }

  /**
   * Reads it.
   *
   * @return what is wrong with it; nothing if images came of it
   */
  Optional<String> read() throws Exception {
    AtomicReference<String> problem = new AtomicReference<>();
    DataSpec spec =
        new DataSpec(
            path,
            "",
            8,
            8,
            DataSpec.Colour.GREY,
            true,
            "",
            labelPath,
            new DataSpec.MatSpec("fea", "gnd", 0, 0, DataSpec.PixelOrder.AUTO),
            new DataSpec.ParquetSpec("image", "label"),
            new DataSpec.TurntableSpec(20, 72, 1));
    budget.spend(
        () -> {
          try {
            ImageReader.read(spec, HADOOP);
          } catch (InvalidInputException expected) {
            if (!expected.getMessage().startsWith("Cannot read ")) {
              throw new AssertionError(expected);
            }
            problem.set(expected.getMessage());
          }
        });
    return Optional.ofNullable(problem.get());
  }
}
