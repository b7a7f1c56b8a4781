/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import io.github.subspark.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes a set of images as a folder of PNG files that reads back with the same labels. */
public final class ImageFolderWriter {
  private final Configuration hadoop;

  /** Writes to the file systems of a Hadoop configuration. */
  public ImageFolderWriter(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** Makes the files of one folder. */
  private interface Store {
    OutputStream create(String name) throws IOException;
  }

  /**
   * Writes every image: obj7__12.png for the 13th image of class 7, image12.png without labels.
   * Letters of a class name that file names cannot hold are percent-encoded.
   *
   * @param folder made if it does not exist; must be empty, or old images would mix with the new
   * @throws InvalidInputException if it cannot be written
   */
  public void write(ImageSet set, String folder) {
    try {
      Store store = store(folder);
      Map<String, Integer> written = new HashMap<>();
      for (int i = 0; i < set.images().count(); i++) {
        String prefix = prefix(set, i);
        int index = written.merge(prefix, 1, Integer::sum) - 1;
        try (OutputStream out = store.create(prefix + index + ".png")) {
          out.write(PngEncoder.png(set.images(), i));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "Cannot write images: %s (%s). Check the path and its permissions."
              .formatted(folder, Origin.reason(e)),
          e);
    }
  }

  /**
   * A new or empty folder. On the local disk Java writes the files: without its native library
   * Hadoop's local file system starts a process for every file that it creates, to set permissions.
   */
  private Store store(String name) throws IOException {
    Path folder = new Path(name);
    FileSystem files = folder.getFileSystem(hadoop);
    refuseUsed(name, folder, files);
    files.mkdirs(folder);
    if (files.getUri().getScheme().equals("file")) {
      java.nio.file.Path local = java.nio.file.Path.of(files.makeQualified(folder).toUri());
      return file -> Files.newOutputStream(local.resolve(file), StandardOpenOption.CREATE_NEW);
    }
    return file -> files.create(new Path(folder, file), false);
  }

  private static void refuseUsed(String name, Path folder, FileSystem files) throws IOException {
    if (!files.exists(folder)) {
      return;
    }
    if (files.getFileStatus(folder).isFile()) {
      throw new InvalidInputException(
          "Cannot write images: %s is a file. Name a new folder.".formatted(name));
    }
    if (files.listStatus(folder).length > 0) {
      throw new InvalidInputException(
          "Cannot write images: %s is not empty. Name a new folder.".formatted(name));
    }
  }

  private static String prefix(ImageSet set, int image) {
    return set.labels()
        .map(labels -> labels.names().get(labels.classes()[image]))
        .map(name -> "obj" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "__")
        .orElse("image");
  }
}
