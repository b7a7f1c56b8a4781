/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import io.github.subspark.FileSystems;
import io.github.subspark.InvalidInputException;
import io.github.subspark.images.NpySource.LabelFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads the images that a specification names, once, on the driver: from any Hadoop file system, or
 * from the built-in turntable.
 */
public final class ImageReader {
  /** The path of the built-in images. */
  public static final String TURNTABLE = "turntable";

  private final DataSpec spec;
  private final Configuration hadoop;
  private final Origin origin;

  private ImageReader(DataSpec spec, Configuration hadoop) {
    this.spec = spec;
    this.hadoop = hadoop;
    this.origin = Origin.ofImages(spec.path());
  }

  /**
   * Reads, scales and fingerprints all images.
   *
   * @param spec where they are and what they become: N x c x height x width, values in [0,1]
   * @param hadoop configuration of the file systems
   * @throws InvalidInputException 'Cannot read images: PATH ...' if the path cannot be read, holds
   *     no images, images of different sizes, values that are no pixels, or another number of
   *     labels
   */
  public static ImageSet read(DataSpec spec, Configuration hadoop) {
    return new ImageReader(spec, hadoop).read();
  }

  private ImageSet read() {
    if (!spec.labelPath().isEmpty() && !lower(spec.path()).endsWith(".npy")) {
      throw origin.problem(
          "is no .npy file, yet data.label-path is %s".formatted(spec.labelPath()),
          "Leave data.label-path out: it belongs to .npy files");
    }
    ImageCollector images = new ImageCollector(origin, spec);
    try {
      source().readInto(images);
    } catch (IOException e) {
      throw origin.unopened(e);
    }
    return images.finish(name());
  }

  private ImageSource source() throws IOException {
    if (spec.path().equals(TURNTABLE)) {
      return new TurntableSource(spec);
    }
    Path path = path(origin);
    FileSystem files = FileSystems.of(path, hadoop);
    FileStatus status = status(files, path, origin);
    if (status.isDirectory()) {
      List<FileStatus> parquet = parquetParts(files, path);
      return parquet.isEmpty()
          ? new FolderSource(origin, files, status.getPath(), spec)
          : new ParquetSource(origin, parquet, spec, hadoop);
    }
    StoredFile file = new StoredFile(files, status);
    String name = lower(path.getName());
    if (name.endsWith(".mat")) {
      return new MatSource(origin, file, spec.mat());
    } else if (name.endsWith(".npy")) {
      return new NpySource(origin, file, labelFile(), spec.mat());
    } else if (name.endsWith(".zip")) {
      return new ZipSource(origin, files, status, spec);
    } else if (name.endsWith(".parquet")) {
      return new ParquetSource(origin, List.of(status), spec, hadoop);
    }
    throw origin.problem(
        "has an unknown ending",
        "Give a .mat, .npy, .zip or .parquet file, a folder, or turntable");
  }

  private Optional<LabelFile> labelFile() {
    if (spec.labelPath().isEmpty() || !spec.labels()) {
      return Optional.empty();
    }
    Origin labels = Origin.ofLabels(spec.labelPath());
    Path path = path(labels);
    try {
      FileSystem files = FileSystems.of(path, hadoop);
      FileStatus status = status(files, path, labels);
      if (status.isDirectory()) {
        throw labels.problem("is a folder", "Set data.label-path to a .npy file");
      }
      return Optional.of(new LabelFile(labels, new StoredFile(files, status)));
    } catch (IOException e) {
      throw labels.unopened(e);
    }
  }

  private static Path path(Origin origin) {
    try {
      return new Path(origin.path());
    } catch (IllegalArgumentException e) {
      throw origin.problem("is no path: " + Origin.reason(e), "Check the path", e);
    }
  }

  private static FileStatus status(FileSystem files, Path path, Origin origin) throws IOException {
    try {
      return files.getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw origin.problem("does not exist", "Check the path", e);
    }
  }

  /** Parquet files of a folder, in natural order; what begins with '_' or '.' is not data. */
  private static List<FileStatus> parquetParts(FileSystem files, Path folder) throws IOException {
    List<FileStatus> parts = new ArrayList<>();
    for (FileStatus status : files.listStatus(folder)) {
      String name = status.getPath().getName();
      if (status.isFile()
          && name.endsWith(".parquet")
          && !name.startsWith("_")
          && !name.startsWith(".")) {
        parts.add(status);
      }
    }
    parts.sort(Comparator.comparing(part -> part.getPath().getName(), new NaturalOrder()));
    return parts;
  }

  private String name() {
    if (!spec.name().isEmpty()) {
      return spec.name();
    }
    if (spec.path().equals(TURNTABLE)) {
      return TURNTABLE;
    }
    return lower(path(origin).getName()).replaceFirst("(?<=.)\\.(mat|npy|zip|parquet)$", "");
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
