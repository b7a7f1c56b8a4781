/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A folder of image files, with folders in it or without. */
final class FolderSource implements ImageSource {
  private final Origin origin;
  private final FileSystem files;
  private final Path folder;
  private final DataSpec spec;
  private final Set<String> seen = new HashSet<>();

  FolderSource(Origin origin, FileSystem files, Path folder, DataSpec spec) {
    this.origin = origin;
    this.files = files;
    this.folder = folder;
    this.spec = spec;
  }

  @Override
  public void readInto(ImageCollector collector) throws IOException {
    URI root = files.makeQualified(folder).toUri();
    NamedImages images = new NamedImages(origin, spec);
    list(folder, root, images);
    images.addTo(collector);
  }

  /**
   * Level by level: listing all levels in one call makes Hadoop's local file system start an ls
   * process for every file.
   */
  private void list(Path level, URI root, NamedImages images) throws IOException {
    if (!seen.add(real(level))) {
      throw origin.problem(
          "holds %s by way of a link as well".formatted(root.relativize(level.toUri()).getPath()),
          "Remove the link, which may lead in a circle");
    }
    for (FileStatus status : files.listStatus(level)) {
      String path = root.relativize(status.getPath().toUri()).getPath();
      if (!status.isDirectory()) {
        images.offer(path, () -> new StoredFile(files, status).bytes(origin.child(path)));
      } else if (!NamedImages.hidden(path)) {
        list(status.getPath(), root, images);
      }
    }
  }

  /** Where a folder is once links are followed; only the local disk has any. */
  private String real(Path level) throws IOException {
    URI uri = level.toUri();
    return "file".equals(uri.getScheme())
        ? java.nio.file.Path.of(uri.getPath()).toRealPath().toString()
        : uri.toString();
  }
}
