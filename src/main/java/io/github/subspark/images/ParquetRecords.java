/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.io.IOException;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/**
 * Rows of a Parquet file, put together as {@code ParquetReader} does it, but of pages that are
 * checked first.
 *
 * @param file opened, after {@link ParquetClaims} has found nothing wrong with its headers
 * @param wanted the columns to read
 */
public record ParquetRecords(ParquetFileReader file, MessageType wanted) {

  /** Takes rows. */
  public interface Rows<T> {
    /** Takes the next one; it may be the same object each time. */
    void add(T row) throws IOException;
  }

  /**
   * Reads all rows.
   *
   * @throws IOException if it is damaged; the library throws exceptions of any kind as well
   */
  public <T> void read(RecordMaterializer<T> form, Rows<T> rows) throws IOException {
    file.setRequestedSchema(wanted);
    MessageType stored = file.getFileMetaData().getSchema();
    MessageColumnIO columns =
        new ColumnIOFactory(file.getFileMetaData().getCreatedBy()).getColumnIO(wanted, stored);
    for (PageReadStore group = file.readNextRowGroup();
        group != null;
        group = file.readNextRowGroup()) {
      RecordReader<T> reader =
          columns.getRecordReader(new ParquetPages(group), form, FilterCompat.NOOP);
      for (long row = 0; row < group.getRowCount(); row++) {
        rows.add(reader.read());
      }
    }
  }
}
