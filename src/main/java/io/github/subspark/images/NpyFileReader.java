/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jetbrains.bio.npy.NpyArray;
import org.jetbrains.bio.npy.NpyFile;

/**
 * Reads a NumPy array after checking that its header and its size agree (NumPy Enhancement Proposal
 * 1: magic, version, header length, header, data).
 */
final class NpyFileReader {
  private static final int MAGIC_AND_VERSION = 8;
  private static final int STEP = 1 << 18;

  /** Of arrays of numbers or text; the library's time grows with the square. */
  private static final int LONGEST_HEADER = 4096;

  private final Origin origin;

  /** Refuses an array by its header, before it is read. */
  interface Check {
    /** Throws what a user can mend; {@code text} tells whether the elements are text. */
    void header(int[] shape, boolean text);
  }

  NpyFileReader(Origin origin) {
    this.origin = origin;
  }

  /**
   * The array of a file.
   *
   * @throws io.github.subspark.InvalidInputException if it is damaged or of a kind not supported
   */
  NpyNumbers read(StoredFile file, Check check) throws IOException {
    byte[] bytes = file.bytes(origin);
    NpyFile.Header header = header(bytes);
    if ("uifbS".indexOf(header.getType()) < 0 || header.getBytes() < 1) {
      throw origin.problem(
          "has elements of type %s%d".formatted(header.getType(), header.getBytes()),
          "Save images as uint8 or float32, labels as int64");
    }
    check.header(header.getShape(), header.getType() == 'S');
    Path copy = Files.createTempFile("subspark", ".npy");
    try {
      Files.write(copy, bytes);
      NpyArray array = NpyFile.read(copy, STEP);
      return new NpyNumbers(array.getData(), header.getType() == 'u', header.getShape());
    } catch (RuntimeException e) {
      throw damaged(e);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private NpyFile.Header header(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean magic = bytes.length > 12 && bytes[0] == (byte) 0x93 && bytes[1] == 'N';
    if (!magic) {
      throw origin.problem("is not a NumPy file", "Save it with numpy.save");
    }
    long length =
        bytes[6] == 1
            ? Short.toUnsignedLong(file.getShort(MAGIC_AND_VERSION))
            : Integer.toUnsignedLong(file.getInt(MAGIC_AND_VERSION));
    if (length > Math.min(LONGEST_HEADER, bytes.length - MAGIC_AND_VERSION)) {
      throw origin.problem(
          "is damaged: its header claims %d bytes".formatted(length), "Save it again");
    }
    NpyFile.Header header;
    try {
      header = NpyFile.Header.Companion.read(file);
    } catch (RuntimeException e) {
      throw damaged(e);
    }
    checkSize(header, file.remaining());
    return header;
  }

  private void checkSize(NpyFile.Header header, int stored) {
    long claimed = header.getBytes();
    for (int extent : header.getShape()) {
      // Saturates well before a long overflows: no file is that large.
      claimed = extent < 0 ? Long.MAX_VALUE : Math.min(claimed, 1L << 32) * extent;
    }
    if (claimed != stored) {
      throw origin.problem(
          "is damaged: its header claims %d bytes of data, it has %d".formatted(claimed, stored),
          "Save it again");
    }
  }

  private RuntimeException damaged(RuntimeException cause) {
    String message = Origin.reason(cause);
    if (message.contains("Fortran")) {
      return origin.problem("is in Fortran order", "Save numpy.ascontiguousarray(images)", cause);
    }
    if (cause instanceof NumberFormatException) {
      return origin.problem(
          "has a header that claims too much, or elements that are no numbers",
          "Save images as uint8 or float32, labels as int64, with numpy.save",
          cause);
    }
    return origin.problem("is no NumPy array: " + message, "Save it with numpy.save", cause);
  }
}
