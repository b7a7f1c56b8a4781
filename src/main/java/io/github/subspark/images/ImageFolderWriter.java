/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import io.github.subspark.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes a set of images as a folder of PNG files that reads back with the same labels. */
public final class ImageFolderWriter {
  private static final int BUFFER = 4096;

  private final Configuration hadoop;

  /** Writes to the file systems of a Hadoop configuration. */
  public ImageFolderWriter(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * Writes every image: obj7__12.png for the 13th image of class 7, image12.png without labels.
   * Letters of a class name that file names cannot hold are percent-encoded.
   *
   * @param folder made if it does not exist; must be empty, or old images would mix with the new
   * @throws InvalidInputException if it cannot be written
   */
  public void write(ImageSet set, Path folder) {
    try {
      FileSystem files = folder.getFileSystem(hadoop);
      if (files.exists(folder) && files.listStatus(folder).length > 0) {
        throw new InvalidInputException(
            "Cannot write images: %s is not empty. Name a new folder.".formatted(folder));
      }
      files.mkdirs(folder);
      Map<String, Integer> written = new HashMap<>();
      for (int i = 0; i < set.images().count(); i++) {
        String prefix = prefix(set, i);
        int index = written.merge(prefix, 1, Integer::sum) - 1;
        try (OutputStream out = create(files, new Path(folder, prefix + index + ".png"))) {
          out.write(PngEncoder.png(set.images(), i));
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          "Cannot write images: %s (%s). Check the path and its permissions."
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /**
   * With the file system's own permissions: asking for the default ones by name makes Hadoop's
   * local file system start a chmod process for every file.
   */
  private static OutputStream create(FileSystem files, Path file) throws IOException {
    return files.create(
        file,
        null,
        false,
        BUFFER,
        files.getDefaultReplication(file),
        files.getDefaultBlockSize(file),
        null);
  }

  private static String prefix(ImageSet set, int image) {
    return set.labels()
        .map(labels -> labels.names().get(labels.classes()[image]))
        .map(name -> "obj" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "__")
        .orElse("image");
  }
}
