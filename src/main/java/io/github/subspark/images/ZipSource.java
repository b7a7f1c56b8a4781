/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** A .zip archive of image files, read in memory; nothing is ever written by an entry's name. */
final class ZipSource implements ImageSource {
  private static final int LARGEST_ENTRY = 64 << 20;
  private static final int MOST_ENTRIES = 200_000;
  private static final int LONGEST_NAME = 1024;

  private final Origin origin;
  private final FileSystem files;
  private final FileStatus archive;
  private final DataSpec spec;
  private final Inflation inflation;
  private int entries;

  ZipSource(Origin origin, FileSystem files, FileStatus archive, DataSpec spec) {
    this.origin = origin;
    this.files = files;
    this.archive = archive;
    this.spec = spec;
    this.inflation = new Inflation(origin, archive.getLen());
  }

  @Override
  public void readInto(ImageCollector collector) throws IOException {
    if (archive.getLen() == 0) {
      // A pipe has no length either, and would keep a reader waiting.
      throw origin.problem("is empty or no ZIP archive", "Pack a folder of images");
    }
    NamedImages images = new NamedImages(origin, spec);
    try (InputStream file = files.open(archive.getPath());
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        check(entry);
        byte[] bytes = inflate(zip, entry);
        if (!entry.isDirectory()) {
          images.offer(entry.getName(), () -> bytes);
        }
      }
    } catch (ZipException | IllegalArgumentException | java.io.EOFException e) {
      throw origin.problem("is damaged: " + Origin.reason(e), "Pack the archive again", e);
    }
    if (entries == 0) {
      throw origin.problem("is empty or no ZIP archive", "Pack a folder of images");
    }
    images.addTo(collector);
  }

  private void check(ZipEntry entry) {
    String name = entry.getName();
    boolean outside = name.startsWith("/") || Arrays.asList(name.split("[/\\\\]")).contains("..");
    if (outside || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
      String shown = name.replaceAll("\\p{Cntrl}", "?");
      throw origin.problem(
          "has an entry named '%s'".formatted(shown.substring(0, Math.min(60, shown.length()))),
          "Pack the archive again with plain relative names");
    }
    if (++entries > MOST_ENTRIES) {
      throw origin.problem(
          "has more than %d entries".formatted(MOST_ENTRIES), "Pack the images alone");
    }
  }

  /** Inflates one entry, whatever size it claims; entries that are no images count as well. */
  private byte[] inflate(ZipInputStream zip, ZipEntry entry) throws IOException {
    byte[] bytes = zip.readNBytes(LARGEST_ENTRY + 1);
    if (bytes.length > LARGEST_ENTRY) {
      throw origin.problem(
          "inflates to more than %d MiB at %s".formatted(LARGEST_ENTRY >> 20, entry.getName()),
          "Unpack it and give the folder's path");
    }
    inflation.add(bytes.length, entry.getName());
    return EncodedImage.named(entry.getName()) ? bytes : new byte[0];
  }
}
