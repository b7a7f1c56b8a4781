/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;

/**
 * Walks over the runs of levels and dictionary indices and the blocks of deltas in a page, reading
 * their headers only: the library's decoders make room for what each of them claims before they
 * look at its bytes (Apache Parquet format 2.9, Encodings). Where the parts of a page begin is told
 * as the library tells it, so that no page can show one thing here and another there.
 */
final class ParquetRuns {
  /** Values that may cost no bytes at all: deltas of one step, indices of a single entry. */
  private static final long FREE = 1L << 22;

  /** In one run, or of deltas in one page, the library holds all values as int or long. */
  private static final long MOST = 1L << 25;

  private static final int GROUP = 8;
  private static final int WIDEST_INDEX = 32;
  private static final int WIDEST_DELTA = 64;

  private final ColumnDescriptor column;
  private final int values;

  /** Of a page that claims {@code values} values, nulls included. */
  ParquetRuns(ColumnDescriptor column, int values) {
    this.column = column;
    this.values = values;
  }

  /**
   * Checks an inflated page of the first kind: levels and values in one piece.
   *
   * @throws IOException if a run claims more than there is
   */
  void check(ByteBuffer page, Encoding repetition, Encoding definition, Encoding encoding)
      throws IOException {
    ByteBufferInputStream in = ByteBufferInputStream.wrap(page.duplicate());
    try {
      skipLevels(in, repetition, ValuesType.REPETITION_LEVEL, column.getMaxRepetitionLevel());
      skipLevels(in, definition, ValuesType.DEFINITION_LEVEL, column.getMaxDefinitionLevel());
      checkValues(in, encoding);
    } catch (EOFException e) {
      throw new IOException("a page ends within a run", e);
    }
  }

  /**
   * Checks levels of a page of the second kind.
   *
   * @param max the highest level
   * @throws IOException if a run claims more than there is
   */
  void checkLevels(ByteBuffer levels, int max) throws IOException {
    if (max > 0) {
      try {
        checkRuns(
            ByteBufferInputStream.wrap(levels.duplicate()), BytesUtils.getWidthFromMaxInt(max));
      } catch (EOFException e) {
        throw new IOException("a page ends within its levels", e);
      }
    }
  }

  /**
   * Checks inflated values of a page of the second kind.
   *
   * @throws IOException if a run claims more than there is
   */
  void checkValues(ByteBuffer page, Encoding encoding) throws IOException {
    try {
      checkValues(ByteBufferInputStream.wrap(page.duplicate()), encoding);
    } catch (EOFException e) {
      throw new IOException("a page ends within a run", e);
    }
  }

  @SuppressWarnings("deprecation") // Old files have levels packed without runs.
  private void skipLevels(ByteBufferInputStream in, Encoding encoding, ValuesType kind, int max)
      throws IOException {
    if (encoding == Encoding.BIT_PACKED) {
      encoding.getValuesReader(column, kind).initFromPage(values, in);
    } else if (encoding != Encoding.RLE) {
      throw new IOException("a page has levels in %s".formatted(encoding));
    } else if (max > 0) {
      checkSizedRuns(in, BytesUtils.getWidthFromMaxInt(max));
    }
  }

  private void checkValues(ByteBufferInputStream in, Encoding encoding) throws IOException {
    if (encoding.usesDictionary() && in.available() > 0) {
      int width = BytesUtils.readIntLittleEndianOnOneByte(in);
      if (width > WIDEST_INDEX) {
        throw new IOException("a page claims indices of %d bits".formatted(width));
      }
      checkRuns(in, width);
    } else if (encoding == Encoding.RLE) {
      checkSizedRuns(in, 1);
    } else if (encoding == Encoding.DELTA_BINARY_PACKED
        || encoding == Encoding.DELTA_LENGTH_BYTE_ARRAY) {
      skipDeltas(in);
    } else if (encoding == Encoding.DELTA_BYTE_ARRAY) {
      checkTexts(in);
    }
  }

  private void checkSizedRuns(ByteBufferInputStream in, int width) throws IOException {
    int length = BytesUtils.readIntLittleEndian(in);
    if (length < 0 || length > in.available()) {
      throw new IOException("a page claims runs of %d bytes".formatted(length));
    }
    checkRuns(in.sliceStream(length), width);
  }

  private void checkRuns(ByteBufferInputStream in, int width) throws IOException {
    long seen = 0;
    while (seen < values && in.available() > 0) {
      int header = BytesUtils.readUnsignedVarInt(in);
      long count = Integer.toUnsignedLong(header) >>> 1;
      if ((header & 1) == 0) {
        in.skipFully((width + 7) / 8);
        seen += count;
        continue;
      }
      // The last group of a page may be cut short.
      if ((count - 1) * width > in.available() || count * GROUP > most(in)) {
        throw new IOException(
            "a run of %d bits claims %d values in %d bytes"
                .formatted(width, count * GROUP, in.available()));
      }
      in.skipFully(Math.min(count * width, in.available()));
      seen += count * GROUP;
    }
  }

  /**
   * Goes to where blocks of deltas end.
   *
   * @return number of values
   */
  private int skipDeltas(ByteBufferInputStream in) throws IOException {
    int block = BytesUtils.readUnsignedVarInt(in);
    int parts = BytesUtils.readUnsignedVarInt(in);
    if (block <= 0 || parts <= 0 || parts > most(in) || block % (8L * parts) != 0) {
      throw new IOException("a page claims deltas in %d blocks of %d".formatted(parts, block));
    }
    int part = block / parts;
    int total = BytesUtils.readUnsignedVarInt(in);
    // The library makes room for whole parts.
    if (total < 0 || total > values || (total + part - 1L) / part * part > most(in)) {
      throw new IOException(
          "a page of %d values claims %d deltas in blocks of %d".formatted(values, total, part));
    }
    BytesUtils.readZigZagVarLong(in);
    for (long left = total - 1L; left > 0; ) {
      BytesUtils.readZigZagVarLong(in);
      ByteBuffer widths = in.slice(parts);
      for (int i = 0; i < parts && left > 0; i++, left -= part) {
        int width = Byte.toUnsignedInt(widths.get(widths.position() + i));
        if (width > WIDEST_DELTA) {
          throw new IOException("a page claims deltas of %d bits".formatted(width));
        }
        in.skipFully(part / 8 * (long) width);
      }
    }
    return total;
  }

  /** Texts that share their beginning with the one before: the library believes how much. */
  private void checkTexts(ByteBufferInputStream in) throws IOException {
    DeltaBinaryPackingValuesReader prefixes = new DeltaBinaryPackingValuesReader();
    DeltaBinaryPackingValuesReader suffixes = new DeltaBinaryPackingValuesReader();
    int texts = Math.min(deltas(in, prefixes), deltas(in, suffixes));
    long before = 0;
    long left = in.available();
    for (int i = 0; i < texts; i++) {
      int shared = prefixes.readInteger();
      int own = suffixes.readInteger();
      if (shared < 0 || shared > before || own < 0 || own > left) {
        throw new IOException(
            "a text claims %d bytes of %d before it, and %d".formatted(shared, before, own));
      }
      left -= own;
      before = shared + (long) own;
    }
  }

  private int deltas(ByteBufferInputStream in, DeltaBinaryPackingValuesReader into)
      throws IOException {
    in.mark(in.available());
    int total = skipDeltas(in);
    in.reset();
    into.initFromPage(values, in);
    return total;
  }

  /** Values that the rest of a page may be taken to hold. */
  private static long most(ByteBufferInputStream in) {
    return Math.min(MOST, Math.max(FREE, (long) GROUP * in.available()));
  }
}
