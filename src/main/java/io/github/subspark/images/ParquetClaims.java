/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.apache.commons.io.input.BoundedInputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.protocol.TStruct;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/**
 * Looks through what a Parquet file says of itself before the reader believes it: every list and
 * text of the footer and of the page headers must be there in full, every column must lie within
 * the file, and every page must be one that its bytes can hold (Apache Parquet format 2.9).
 * Thrift's own skipping does the walk: unlike reading it makes no room for what is only claimed.
 */
public final class ParquetClaims {
  /** Two magic numbers and the footer's length. */
  private static final int SHORTEST = 12;

  private static final int FOOTER_TAIL = 8;
  private static final int LARGEST_FOOTER = 8 << 20;
  private static final int LIKELY_PAGE_HEADER = 512;
  private static final int LARGEST_PAGE_HEADER = 1 << 20;
  private static final int DEEPEST = 32;

  private final FileSystem files;
  private final FileStatus part;

  /** Of one file. */
  public ParquetClaims(FileSystem files, FileStatus part) {
    this.files = files;
    this.part = part;
  }

  /**
   * Checks the footer.
   *
   * @throws IOException if it is not sound
   */
  public void checkFooter() throws IOException {
    if (part.getLen() < SHORTEST) {
      // A pipe has no length either, and would keep a reader waiting.
      throw new IOException("it is too short");
    }
    byte[] footer;
    try (FSDataInputStream in = open()) {
      byte[] tail = new byte[FOOTER_TAIL];
      in.readFully(part.getLen() - FOOTER_TAIL, tail);
      if (tail[4] != 'P' || tail[5] != 'A' || tail[6] != 'R') {
        throw new IOException("it is no Parquet file");
      }
      int length =
          (tail[0] & 255) | (tail[1] & 255) << 8 | (tail[2] & 255) << 16 | (tail[3] & 255) << 24;
      if (length < 0 || length > Math.min(LARGEST_FOOTER, part.getLen() - 2 * FOOTER_TAIL + 4)) {
        throw new IOException(
            "its footer claims %d bytes".formatted(Integer.toUnsignedLong(length)));
      }
      footer = new byte[length];
      in.readFully(part.getLen() - FOOTER_TAIL - length, footer);
    }
    FileMetaData said = new FileMetaData();
    read(said, new ByteArrayInputStream(footer), footer.length);
    checkDepth(said);
  }

  /** The library follows groups in groups by calling itself. */
  private static void checkDepth(FileMetaData footer) throws IOException {
    Deque<Integer> left = new ArrayDeque<>();
    for (SchemaElement element : footer.getSchema()) {
      while (!left.isEmpty() && left.peek() == 0) {
        left.pop();
      }
      if (!left.isEmpty()) {
        left.push(left.pop() - 1);
      }
      if (element.getNum_children() > 0) {
        left.push(element.getNum_children());
      }
      if (left.size() > DEEPEST) {
        throw new IOException("its columns nest deeper than %d".formatted(DEEPEST));
      }
    }
  }

  /**
   * Checks the wanted columns of a row group.
   *
   * @param wanted names of columns
   * @return bytes that their pages inflate to
   * @throws IOException if one is not sound
   */
  public long check(BlockMetaData block, Set<String> wanted) throws IOException {
    long inflated = 0;
    try (FSDataInputStream in = open()) {
      for (ColumnChunkMetaData column : block.getColumns()) {
        if (wanted.contains(column.getPath().toArray()[0])) {
          inflated += check(in, column);
        }
      }
    }
    return inflated;
  }

  private long check(FSDataInputStream in, ColumnChunkMetaData column) throws IOException {
    long at = column.getStartingPos();
    long bytes = column.getTotalSize();
    if (at < 4 || bytes < 0 || bytes > part.getLen() - at) {
      throw new IOException("a column claims %d bytes at %d".formatted(bytes, at));
    }
    long end = at + bytes;
    long values = 0;
    long inflated = 0;
    while (values < column.getValueCount() && at < end) {
      in.seek(at);
      // Thrift asks for single bytes: many requests, in a store.
      BoundedInputStream buffered =
          BoundedInputStream.builder()
              .setInputStream(new BufferedInputStream(in, LIKELY_PAGE_HEADER))
              .get();
      PageHeader page = new PageHeader();
      read(page, buffered, LARGEST_PAGE_HEADER);
      long data = at + buffered.getCount();
      int stored = page.getCompressed_page_size();
      if (stored < 0 || stored > end - data) {
        throw new IOException("a page claims %d bytes".formatted(stored));
      }
      checkPage(page, column, buffered);
      inflated += page.getUncompressed_page_size();
      values += values(page);
      at = data + stored;
    }
    return inflated;
  }

  private static void checkPage(PageHeader page, ColumnChunkMetaData column, InputStream in)
      throws IOException {
    long full = page.getUncompressed_page_size();
    long stored = page.getCompressed_page_size();
    if (full < 0 || full > stored * ratio(column.getCodec()) + 64) {
      throw new IOException("a page of %d bytes claims to inflate to %d".formatted(stored, full));
    }
    if (page.getType() == PageType.DICTIONARY_PAGE
        && page.getDictionary_page_header() != null
        && page.getDictionary_page_header().getNum_values() > full) {
      throw new IOException("a dictionary claims more values than bytes");
    }
    long levels = 0;
    if (page.getType() == PageType.DATA_PAGE_V2 && page.getData_page_header_v2() != null) {
      long definition = page.getData_page_header_v2().getDefinition_levels_byte_length();
      long repetition = page.getData_page_header_v2().getRepetition_levels_byte_length();
      levels = definition + repetition;
      if (definition < 0 || repetition < 0 || levels > Math.min(stored, full)) {
        throw new IOException("a page claims levels of %d bytes".formatted(levels));
      }
    }
    boolean plain =
        page.getData_page_header_v2() != null && !page.getData_page_header_v2().isIs_compressed();
    if (column.getCodec() == CompressionCodecName.SNAPPY && !plain) {
      in.skipNBytes(levels);
      // The library waits without end for bytes that never come out of too short a page.
      long told = stored > levels ? varint(in) : 0;
      if (told != full - levels) {
        throw new IOException(
            "a page claims to inflate to %d bytes and to %d".formatted(full - levels, told));
      }
    }
  }

  /** Snappy's decoder makes room for the length that its first bytes tell. */
  private static long varint(InputStream in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = in.read();
      value |= (next & 0x7fL) << shift;
      if (next < 128) {
        break;
      }
    }
    return value;
  }

  /** Most bytes that a codec makes of one. */
  private static long ratio(CompressionCodecName codec) throws IOException {
    return switch (codec) {
      case UNCOMPRESSED -> 1;
      // A copy of 64 bytes takes 2.
      case SNAPPY -> 32;
      case GZIP -> 1032;
      // A block of 128 KiB of one byte takes 4.
      case ZSTD -> 1 << 15;
      default ->
          throw new IOException(
              "it is compressed with %s, not snappy, gzip or zstd".formatted(codec));
    };
  }

  private static long values(PageHeader page) {
    if (page.getData_page_header() != null) {
      return page.getData_page_header().getNum_values();
    }
    return page.getData_page_header_v2() == null
        ? 0
        : page.getData_page_header_v2().getNum_values();
  }

  /** As the library reads it, except that lists and texts have no more than {@code most} parts. */
  private static void read(TBase<?, ?> into, InputStream in, int most) throws IOException {
    try {
      into.read(new Bounded(in, most));
    } catch (TException e) {
      throw new IOException(Origin.reason(e), e);
    }
  }

  private FSDataInputStream open() throws IOException {
    return files.open(part.getPath());
  }

  /** Thrift's protocol of Parquet with limits to size and depth. */
  private static final class Bounded extends TCompactProtocol {
    private int depth;

    Bounded(InputStream in, int most) throws TException {
      super(new TIOStreamTransport(new TConfiguration(most, most, DEEPEST), in), most, most);
    }

    @Override
    public TStruct readStructBegin() throws TException {
      if (++depth > DEEPEST) {
        throw new TException("its claims nest deeper than %d".formatted(DEEPEST));
      }
      return super.readStructBegin();
    }

    @Override
    public void readStructEnd() throws TException {
      depth--;
      super.readStructEnd();
    }
  }
}
