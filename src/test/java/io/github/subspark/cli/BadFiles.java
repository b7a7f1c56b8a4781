/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.ImageReader;
import io.github.subspark.images.ImageSet;
import io.github.subspark.sweep.ConfigText;
import io.github.subspark.sweep.SpecReader;
import io.github.subspark.sweep.SpecWriter;
import io.github.subspark.sweep.SweepSpec;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Matrix;

/**
 * Makes what a user may get wrong: small files in a folder, each with one flaw.
 *
 * @param folder takes the files
 */
record BadFiles(Path folder) {
  private static final int SIDE = 4;

  Path path(String name) {
    return folder.resolve(name);
  }

  Path text(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Path write(String name, byte[] bytes) throws IOException {
    Path file = path(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  Path empty(String name) throws IOException {
    return Files.createDirectories(path(name));
  }

  /** A folder of grey images of the given heights, 4 columns each. */
  Path images(String name, int... heights) throws IOException {
    for (int i = 0; i < heights.length; i++) {
      write(name + "/" + i + ".png", png(heights[i]));
    }
    return path(name);
  }

  static byte[] png(int height) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(SIDE, height, BufferedImage.TYPE_BYTE_GRAY), "png", bytes);
    return bytes.toByteArray();
  }

  /** A file's first bytes. */
  static byte[] cut(byte[] sound, int length) {
    return Arrays.copyOf(sound, length);
  }

  static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("a.png"));
      zip.write(png(SIDE));
    }
    return bytes.toByteArray();
  }

  /** Four images of 4 x 4 numbers, one of which is {@code odd}. */
  Path npy(String name, float odd) throws IOException {
    ByteBuffer data = ByteBuffer.allocate(4 * 64).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(4 * 21, odd);
    return npy(name, "<f4", "(4, 4, 4)", data.array());
  }

  Path npyLabels(String name, int count) throws IOException {
    return npy(name, "|u1", "(%d,)".formatted(count), new byte[count]);
  }

  private Path npy(String name, String type, String shape, byte[] data) throws IOException {
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    header = header + " ".repeat(Math.floorMod(-(11 + header.length()), 64)) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).putShort((short) 1);
    bytes.putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.US_ASCII)).put(data);
    return write(name, bytes.array());
  }

  /** Four images of 4 x 4 numbers called 'fea', one of which is {@code odd}, and their 'gnd'. */
  Path mat(String name, double odd, int labels) throws IOException {
    Matrix images = Mat5.newMatrix(4, SIDE * SIDE);
    images.setDouble(1, 5, odd);
    Mat5File content = Mat5.newMatFile();
    content.addArray("fea", images);
    content.addArray("gnd", Mat5.newMatrix(labels, 1));
    Mat5.writeToFile(content, path(name).toFile());
    return path(name);
  }

  /** What MATLAB's save -v7.3 writes first: a text, then HDF5's mark. */
  Path hdf5(String name) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1024);
    bytes.put("MATLAB 7.3 MAT-file".getBytes(StandardCharsets.US_ASCII));
    bytes.position(512).put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'});
    return write(name, bytes.array());
  }

  /** A run directory of the sweep that a configuration describes, as if it had just begun. */
  Path run(String name, String config) throws IOException {
    SweepSpec spec = SpecReader.read(Optional.of(new ConfigText("first.conf", config)), List.of());
    ImageSet set = ImageReader.read(spec.data(), new Configuration());
    RunDirectory.at(path(name).toString(), new Configuration())
        .put(
            "run.json",
            """
            {"started": "2026-01-01T00:00:00Z", "version": "0", "commit": "0", "spark": "0",
             "data": {"name": "%s", "fingerprint": "%s", "count": %d, "channels": 1, "height": 4,
               "width": 4},
             "spec": %s, "cells": []}
            """
                .formatted(
                    set.name(), set.fingerprint(), set.images().count(), SpecWriter.json(spec)));
    return path(name);
  }
}
