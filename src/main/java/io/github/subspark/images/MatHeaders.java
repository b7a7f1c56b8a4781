/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.InflaterInputStream;

/**
 * Looks through the headers of a MATLAB v5 file before a library reads it: every element must lie
 * within the file and start with small array flags, dimensions and name (MAT-File Format,
 * MathWorks, chapter 1). So nothing is allocated because a header says so.
 */
final class MatHeaders {
  private static final int FILE_HEADER = 128;
  private static final int MI_MATRIX = 14;
  private static final int MI_COMPRESSED = 15;
  private static final int SUBSYSTEM_OFFSET = 116;

  /** A class of MATLAB's without dimensions in its header: objects. */
  private static final int OPAQUE = 17;

  private static final int COMPLEX = 0x800;

  /** Longest prefix of an element that holds its flags, dimensions and name. */
  private static final int PREFIX = 1024;

  private static final int LONGEST_PART = 256;
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  private final Origin origin;
  private final ByteBuffer file;

  MatHeaders(Origin origin, byte[] file) {
    this.origin = origin;
    this.file = ByteBuffer.wrap(file);
  }

  /**
   * Checks all headers.
   *
   * @return the file's variables, in their order
   * @throws io.github.subspark.InvalidInputException if this is no MATLAB v5 file, or not a sound
   *     one
   */
  List<MatVariable> check() {
    if (hdf5(0) || hdf5(512) || startsWith("MATLAB 7.3")) {
      throw origin.problem(
          "is a MATLAB v7.3 file (HDF5)", "Save it with: save('name.mat', 'fea', 'gnd', '-v7')");
    }
    String mark = file.limit() < FILE_HEADER ? "" : text(FILE_HEADER - 2, 2);
    if (!mark.equals("IM") && !mark.equals("MI")) {
      throw origin.problem("is not a MATLAB v5 to v7 file", "Save it with MATLAB's save -v7");
    }
    file.order(mark.equals("IM") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    List<MatVariable> variables = new ArrayList<>();
    int at = FILE_HEADER;
    while (at + 8 <= file.limit()) {
      int type = file.getInt(at);
      long bytes = Integer.toUnsignedLong(file.getInt(at + 4));
      if (bytes > file.limit() - at - 8) {
        throw damaged("an element of %d bytes ends after the file".formatted(bytes));
      }
      if (type == MI_COMPRESSED) {
        int whole = 8 + (int) bytes;
        variables.add(variable(inflated(at + 8, (int) bytes), at, whole, true));
        at += whole;
      } else if (type == MI_MATRIX) {
        int whole = 8 + (int) bytes + Math.floorMod(-(int) bytes, 8);
        ByteBuffer prefix = file.slice(at, Math.min(8 + (int) bytes, PREFIX)).order(file.order());
        variables.add(variable(prefix, at, Math.min(whole, file.limit() - at), false));
        at += whole;
      } else {
        throw damaged("an element of type %d is no variable".formatted(type));
      }
    }
    return variables;
  }

  private ByteBuffer inflated(int at, int bytes) {
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(file.array(), at, bytes))) {
      return ByteBuffer.wrap(in.readNBytes(PREFIX)).order(file.order());
    } catch (IOException e) {
      throw origin.problem("is damaged: " + Origin.reason(e), "Copy or save the file again", e);
    }
  }

  /** What an element's first bytes say: tag, then flags, dimensions and name with tags. */
  private MatVariable variable(ByteBuffer element, int at, int bytes, boolean compressed) {
    if (element.limit() < 24 || element.getInt(0) != MI_MATRIX || length(element, 8) != 8) {
      throw damaged("a variable has no flags");
    }
    int flags = element.getInt(16);
    int kind = flags & 0xff;
    int dimensions = kind == OPAQUE ? 0 : length(element, 24) / 4;
    String name = name(element, kind == OPAQUE ? 24 : 32 + roundUp(4 * dimensions));
    return new MatVariable(name, kind, (flags & COMPLEX) != 0, dimensions, at, bytes, compressed);
  }

  private String name(ByteBuffer element, int at) {
    boolean packed = element.limit() >= at + 4 && element.getInt(at) >>> 16 != 0;
    int length = packed ? element.getInt(at) >>> 16 : length(element, at);
    int start = packed ? at + 4 : at + 8;
    if (length > LONGEST_PART || start + length > element.limit()) {
      throw damaged("a variable's name has %d bytes".formatted(length));
    }
    return StandardCharsets.US_ASCII.decode(element.slice(start, length)).toString();
  }

  /**
   * A file of some of the variables: the others never come to a library's eyes. It has no subsystem
   * data either, where objects of MATLAB's classes lie.
   */
  byte[] only(List<MatVariable> variables) {
    int length = FILE_HEADER + variables.stream().mapToInt(MatVariable::bytes).sum();
    ByteBuffer some = ByteBuffer.allocate(length).put(file.array(), 0, FILE_HEADER);
    some.putLong(SUBSYSTEM_OFFSET, 0);
    variables.forEach(one -> some.put(file.array(), one.at(), one.bytes()));
    return some.array();
  }

  /** Counts the bytes of a variable by inflating it, whatever it claims; nothing is kept. */
  long content(MatVariable variable, Inflation inflation) {
    if (!variable.compressed()) {
      return variable.bytes();
    }
    long bytes = 0;
    byte[] some = new byte[1 << 13];
    try (InflaterInputStream in =
        new InflaterInputStream(
            new ByteArrayInputStream(file.array(), variable.at() + 8, variable.bytes() - 8))) {
      for (int read = in.read(some); read >= 0; read = in.read(some)) {
        inflation.add(read, "'" + variable.name() + "'");
        bytes += read;
      }
    } catch (IOException e) {
      throw origin.problem("is damaged: " + Origin.reason(e), "Copy or save the file again", e);
    }
    return bytes;
  }

  private int length(ByteBuffer element, int at) {
    long bytes = at + 8 > element.limit() ? -1 : Integer.toUnsignedLong(element.getInt(at + 4));
    if (bytes < 0 || bytes > LONGEST_PART) {
      throw damaged("a variable's header claims %d bytes".formatted(bytes));
    }
    return (int) bytes;
  }

  private static int roundUp(int bytes) {
    return (bytes + 7) / 8 * 8;
  }

  private boolean hdf5(int at) {
    return file.limit() >= at + HDF5.length
        && file.slice(at, HDF5.length).equals(ByteBuffer.wrap(HDF5));
  }

  private boolean startsWith(String text) {
    return file.limit() >= text.length() && text(0, text.length()).equals(text);
  }

  private String text(int at, int length) {
    return new String(file.array(), at, length, StandardCharsets.ISO_8859_1);
  }

  private RuntimeException damaged(String what) {
    return origin.problem("is damaged: " + what, "Copy or save the file again");
  }
}
