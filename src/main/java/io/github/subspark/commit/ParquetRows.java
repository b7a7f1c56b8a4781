/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import static java.util.stream.Collectors.toSet;

import io.github.subspark.images.ParquetClaims;
import io.github.subspark.images.ParquetRecords;
import io.github.subspark.images.ParquetRecords.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Parquet files as executors write and read them: without Spark SQL, which cannot run inside a
 * task. A row is an {@code Object[]} in the order of the schema's fields, each a {@link Integer},
 * {@link Long}, {@link Double}, {@link String}, {@code float[]} or {@code int[]}. Arrays stay
 * primitive on both ways: C has millions of values.
 */
final class ParquetRows {
  private static final CompressionCodecName CODEC = CompressionCodecName.SNAPPY;

  private ParquetRows() {}

  /** Builds a schema column by column. */
  static final class SchemaBuilder {
    private final Types.MessageTypeBuilder message = Types.buildMessage();

    SchemaBuilder integer(String name) {
      message.addField(Types.required(PrimitiveTypeName.INT32).named(name));
      return this;
    }

    SchemaBuilder longInteger(String name) {
      message.addField(Types.required(PrimitiveTypeName.INT64).named(name));
      return this;
    }

    SchemaBuilder real(String name) {
      message.addField(Types.required(PrimitiveTypeName.DOUBLE).named(name));
      return this;
    }

    SchemaBuilder text(String name) {
      message.addField(
          Types.required(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named(name));
      return this;
    }

    SchemaBuilder floats(String name) {
      return list(name, PrimitiveTypeName.FLOAT);
    }

    SchemaBuilder integers(String name) {
      return list(name, PrimitiveTypeName.INT32);
    }

    private SchemaBuilder list(String name, PrimitiveTypeName element) {
      message.addField(
          Types.requiredList().element(Types.required(element).named("element")).named(name));
      return this;
    }

    MessageType named(String name) {
      return message.named(name);
    }
  }

  /** Writes all rows; returns the file's length in bytes. */
  static long write(Configuration hadoop, Path file, MessageType schema, Iterable<Object[]> rows)
      throws IOException {
    try (ParquetWriter<Object[]> writer =
        new Builder(HadoopOutputFile.fromPath(file, hadoop), schema)
            .withConf(hadoop)
            .withWriteMode(ParquetFileWriter.Mode.CREATE)
            .withCompressionCodec(CODEC)
            .withDictionaryEncoding(false)
            .build()) {
      for (Object[] row : rows) {
        writer.write(row);
      }
    } catch (FSError full) {
      throw new IOException(full.getMessage(), full);
    }
    return file.getFileSystem(hadoop).getFileStatus(file).getLen();
  }

  /** Reads some columns of all rows, after a look at what the file claims. */
  static List<Object[]> read(Configuration hadoop, Path file, Predicate<String> columns)
      throws IOException {
    FileSystem files = file.getFileSystem(hadoop);
    FileStatus status = files.getFileStatus(file);
    ParquetClaims claims = new ParquetClaims(files, status);
    claims.checkFooter();
    List<Object[]> rows = new ArrayList<>();
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromStatus(status, hadoop))) {
      MessageType stored = reader.getFileMetaData().getSchema();
      MessageType schema =
          new MessageType(
              stored.getName(),
              stored.getFields().stream().filter(field -> columns.test(field.getName())).toList());
      long inflated = 0;
      for (BlockMetaData block : reader.getFooter().getBlocks()) {
        inflated += inflated(block, schema, claims);
      }
      new ParquetRecords(reader, schema).read(new RowForm(schema, inflated), rows::add);
    }
    return rows;
  }

  /**
   * Reads columns of a file, row by row.
   *
   * @param columns their names, in the order in which a row is to have them
   * @param bytes most that the values of these columns take: of few different ones a dictionary
   *     would hold more than its bytes
   */
  static void read(
      Configuration hadoop, Path file, List<String> columns, long bytes, Rows<Object[]> rows)
      throws IOException {
    FileSystem files = file.getFileSystem(hadoop);
    FileStatus status = files.getFileStatus(file);
    ParquetClaims claims = new ParquetClaims(files, status);
    claims.checkFooter();
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromStatus(status, hadoop))) {
      MessageType stored = reader.getFileMetaData().getSchema();
      MessageType wanted =
          new MessageType(stored.getName(), columns.stream().map(stored::getType).toList());
      for (BlockMetaData block : reader.getFooter().getBlocks()) {
        claims.check(block, Set.copyOf(columns));
      }
      new ParquetRecords(reader, wanted).read(new RowForm(wanted, bytes), rows);
    }
  }

  private static long inflated(BlockMetaData block, MessageType schema, ParquetClaims claims)
      throws IOException {
    for (ColumnChunkMetaData column : block.getColumns()) {
      if (column.getCodec() != CODEC) {
        throw new IOException("it is compressed with %s".formatted(column.getCodec()));
      }
    }
    return claims.check(block, schema.getFields().stream().map(Type::getName).collect(toSet()));
  }

  private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {
    private final MessageType schema;

    Builder(HadoopOutputFile file, MessageType schema) {
      super(file);
      this.schema = schema;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Object[]> getWriteSupport(Configuration hadoop) {
      return new RowWriteSupport(schema);
    }
  }

  private static final class RowWriteSupport extends WriteSupport<Object[]> {
    private final MessageType schema;
    private RecordConsumer consumer;

    RowWriteSupport(MessageType schema) {
      this.schema = schema;
    }

    @Override
    public WriteContext init(Configuration hadoop) {
      return new WriteContext(schema, new HashMap<>());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(Object[] row) {
      consumer.startMessage();
      for (int field = 0; field < row.length; field++) {
        Type type = schema.getType(field);
        consumer.startField(type.getName(), field);
        if (type.isPrimitive()) {
          writePrimitive(type.asPrimitiveType(), row[field]);
        } else {
          writeList(row[field]);
        }
        consumer.endField(type.getName(), field);
      }
      consumer.endMessage();
    }

    private void writePrimitive(PrimitiveType type, Object value) {
      switch (type.getPrimitiveTypeName()) {
        case INT32 -> consumer.addInteger((Integer) value);
        case INT64 -> consumer.addLong((Long) value);
        case DOUBLE -> consumer.addDouble((Double) value);
        default -> consumer.addBinary(Binary.fromString((String) value));
      }
    }

    private void writeList(Object values) {
      consumer.startGroup();
      if (values instanceof float[] floats && floats.length > 0) {
        consumer.startField("list", 0);
        for (float value : floats) {
          startElement();
          consumer.addFloat(value);
          endElement();
        }
        consumer.endField("list", 0);
      } else if (values instanceof int[] integers && integers.length > 0) {
        consumer.startField("list", 0);
        for (int value : integers) {
          startElement();
          consumer.addInteger(value);
          endElement();
        }
        consumer.endField("list", 0);
      }
      consumer.endGroup();
    }

    private void startElement() {
      consumer.startGroup();
      consumer.startField("element", 0);
    }

    private void endElement() {
      consumer.endField("element", 0);
      consumer.endGroup();
    }
  }
}
