/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Pages of a row group, each checked after the library has inflated it and before a decoder sees
 * it.
 */
final class ParquetPages implements PageReadStore {
  private final PageReadStore pages;

  /** Of a row group whose headers {@link ParquetClaims} has checked. */
  ParquetPages(PageReadStore pages) {
    this.pages = pages;
  }

  @Override
  public PageReader getPageReader(ColumnDescriptor column) {
    return new Checked(column, pages.getPageReader(column));
  }

  @Override
  public long getRowCount() {
    return pages.getRowCount();
  }

  /** What the library's interfaces let no checked exception through for. */
  private static ParquetDecodingException refused(IOException e) {
    return new ParquetDecodingException(Origin.reason(e), e);
  }

  /**
   * Pages of one column.
   *
   * @param column whose
   * @param pages as they are stored
   */
  private record Checked(ColumnDescriptor column, PageReader pages)
      implements PageReader, DataPage.Visitor<DataPage> {

    @Override
    public long getTotalValueCount() {
      return pages.getTotalValueCount();
    }

    @Override
    public DataPage readPage() {
      DataPage page = pages.readPage();
      return page == null ? null : page.accept(this);
    }

    @Override
    public DataPage visit(DataPageV1 page) {
      try {
        // In one piece: the library copies texts that lie in two, at the length they claim.
        ByteBuffer bytes = page.getBytes().toByteBuffer();
        new ParquetRuns(column, page.getValueCount())
            .check(bytes, page.getRlEncoding(), page.getDlEncoding(), page.getValueEncoding());
        return new DataPageV1(
            BytesInput.from(bytes),
            page.getValueCount(),
            page.getUncompressedSize(),
            page.getStatistics(),
            page.getRlEncoding(),
            page.getDlEncoding(),
            page.getValueEncoding());
      } catch (IOException e) {
        throw refused(e);
      }
    }

    @Override
    public DataPage visit(DataPageV2 page) {
      try {
        ByteBuffer repetition = page.getRepetitionLevels().toByteBuffer();
        ByteBuffer definition = page.getDefinitionLevels().toByteBuffer();
        ByteBuffer bytes = page.getData().toByteBuffer();
        ParquetRuns runs = new ParquetRuns(column, page.getValueCount());
        runs.checkLevels(repetition, column.getMaxRepetitionLevel());
        runs.checkLevels(definition, column.getMaxDefinitionLevel());
        runs.checkValues(bytes, page.getDataEncoding());
        return DataPageV2.uncompressed(
            page.getRowCount(),
            page.getNullCount(),
            page.getValueCount(),
            BytesInput.from(repetition),
            BytesInput.from(definition),
            page.getDataEncoding(),
            BytesInput.from(bytes),
            page.getStatistics());
      } catch (IOException e) {
        throw refused(e);
      }
    }

    @Override
    public DictionaryPage readDictionaryPage() {
      DictionaryPage page = pages.readDictionaryPage();
      if (page == null) {
        return null;
      }
      try {
        ByteBuffer bytes = page.getBytes().toByteBuffer();
        checkDictionary(bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN), page);
        return new DictionaryPage(
            BytesInput.from(bytes),
            page.getUncompressedSize(),
            page.getDictionarySize(),
            page.getEncoding());
      } catch (IOException e) {
        throw refused(e);
      }
    }

    /** An entry is copied at the length it claims, and the last may claim any. */
    private void checkDictionary(ByteBuffer bytes, DictionaryPage page) throws IOException {
      for (int i = 0; i < page.getDictionarySize(); i++) {
        long length =
            switch (column.getPrimitiveType().getPrimitiveTypeName()) {
              case BINARY -> bytes.remaining() < 4 ? -1 : bytes.getInt();
              case FIXED_LEN_BYTE_ARRAY -> column.getPrimitiveType().getTypeLength();
              case INT96 -> 12;
              case INT64, DOUBLE -> 8;
              case INT32, FLOAT -> 4;
              case BOOLEAN -> 1;
            };
        if (length < 0 || length > bytes.remaining()) {
          throw new IOException("entry %d of a dictionary claims %d bytes".formatted(i, length));
        }
        bytes.position(bytes.position() + (int) length);
      }
    }
  }
}
