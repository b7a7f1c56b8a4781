/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.Budget;
import io.github.subspark.images.DataSpec.PixelOrder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as parquet-mr writes them, with other bytes at the end or the beginning of a page. */
class ParquetRunsTest {
  private static final String LIST =
      "message m { optional group image (LIST) { repeated group list { required %s element; } }"
          + " optional binary label (STRING); }";
  private static final int MEBIBYTES = 24;

  @TempDir Path folder;

  @Test
  void soundFilesOfEveryEncodingAreRead() throws Exception {
    for (String type : List.of("int32", "int64", "float", "double")) {
      float[] plain = pixels(write(type, WriterVersion.PARQUET_1_0, false, 500));
      assertThat(plain).hasSize(3000);
      for (boolean dictionary : new boolean[] {false, true}) {
        Path second = write(type, WriterVersion.PARQUET_2_0, dictionary, 500);
        assertThat(pixels(second)).as("%s %s", type, dictionary).isEqualTo(plain);
      }
      assertThat(pixels(write(type, WriterVersion.PARQUET_1_0, true, 500))).isEqualTo(plain);
    }
  }

  private static float[] pixels(Path file) {
    ImageSet set = Reading.of(file).mat("", "", 2, 3, PixelOrder.COLUMN).set();
    assertThat(set.labels().orElseThrow().names()).hasSize(7);
    return set.images().pixels();
  }

  @Test
  void packedLevelsMustBeThere() throws Exception {
    Path file = write("float", WriterVersion.PARQUET_1_0, false, 2);
    // The length of the repetition levels, then a run of 2^26 groups of 8.
    patch(file, 0, Part.PAGE, page -> page.putInt(6).put(varint(1 << 27 | 1)));
    assertThat(problem(file)).contains("a run of 1 bits claims 536870912 values in 2 bytes");
    Path other = write("float", WriterVersion.PARQUET_1_0, false, 2);
    patch(other, 0, Part.PAGE, page -> page.putInt(1 << 30));
    assertThat(problem(other)).contains("a page claims runs of 1073741824 bytes");
  }

  @Test
  void packedIndicesMustBeThere() throws Exception {
    for (int width = 0; width <= 32; width += 8) {
      byte[] claim = bytes(new byte[] {(byte) width}, varint(1 << 25 | 1));
      Path file = write("float", WriterVersion.PARQUET_1_0, true, 40);
      patch(file, 0, Part.VALUES, page -> page.put(claim));
      // Of no bits none can be missing.
      assertThat(problem(file))
          .contains("a run of %d bits claims 134217728 values".formatted(width));
    }
  }

  @Test
  void levelsOfLaterPagesMustBeThere() throws Exception {
    Path file = write("float", WriterVersion.PARQUET_2_0, false, 2);
    patch(file, 0, Part.PAGE, page -> page.put(varint(1 << 13 | 1)));
    assertThat(problem(file)).contains("a run of 1 bits claims 32768 values in");
  }

  @Test
  void deltasMustBeThere() throws Exception {
    Path file = write("int32", WriterVersion.PARQUET_2_0, false, 1000);
    // A block of 2^28 values in one part, of which there are 2.
    byte[] block = bytes(varint(1 << 28), varint(1), varint(2));
    patch(file, 0, Part.VALUES, page -> page.put(block));
    assertThat(problem(file)).contains("claims 2 deltas in blocks of 268435456");
    byte[] many = bytes(varint(128), varint(4), varint(1 << 27));
    patch(file, 0, Part.VALUES, page -> page.put(many));
    assertThat(problem(file)).contains("a page of 6000 values claims 134217728 deltas");
    byte[] parts = bytes(varint(1 << 30), varint(1 << 27), varint(2));
    patch(file, 0, Part.VALUES, page -> page.put(parts));
    assertThat(problem(file)).contains("claims deltas in 134217728 blocks of 1073741824");
  }

  @Test
  void textsMustShareWhatIsThere() throws Exception {
    MessageType schema = MessageTypeParser.parseMessageType("message m { required binary image; }");
    Group row = new SimpleGroupFactory(schema).newGroup();
    row.add("image", Binary.fromString("P5 1 1 255 0123"));
    Path file = write("texts", schema, WriterVersion.PARQUET_2_0, false, List.of(row));
    // One number in blocks of 128 in 4 parts: a text that shares 2^27 bytes with none before it.
    byte[] shared = bytes(varint(128), varint(4), varint(1), varint(1 << 28));
    byte[] own = bytes(varint(128), varint(4), varint(1), varint(0));
    patch(file, 0, Part.VALUES, page -> page.put(shared).put(own));
    assertThat(problem(file)).contains("a text claims 134217728 bytes of 0 before it, and 0");
  }

  @Test
  void entriesOfADictionaryMustBeThere() throws Exception {
    Path file = write("float", WriterVersion.PARQUET_1_0, true, 40);
    patch(file, 1, Part.DICTIONARY, page -> page.putInt(page.limit() - 6, 1 << 27));
    assertThat(problem(file)).contains("entry 6 of a dictionary claims 134217728 bytes");
  }

  @Test
  void longTextsAreNotRepeatedForAllRows() throws Exception {
    MessageType schema = MessageTypeParser.parseMessageType(LIST.formatted("float"));
    Group row = row(schema, "float", 0, "x".repeat(5000));
    Path labels = write("labels", schema, WriterVersion.PARQUET_1_0, true, List.of(row, row));
    assertThat(problem(labels)).contains("it has a label of 5000 bytes");

    MessageType encoded =
        MessageTypeParser.parseMessageType("message m { required binary image; }");
    Group image = new SimpleGroupFactory(encoded).newGroup();
    byte[] pgm = Arrays.copyOf("P5 1 1 255\n0".getBytes(StandardCharsets.US_ASCII), 100_000);
    image.add("image", Binary.fromConstantByteArray(pgm));
    List<Group> rows = Collections.nCopies(1000, image);
    assertThat(Reading.of(write("same", encoded, WriterVersion.PARQUET_1_0, true, rows)).problem())
        .contains("inflates to more than 64 MiB at an encoded image");
  }

  /** What of a column is written over. */
  private enum Part {
    DICTIONARY,
    PAGE,
    VALUES
  }

  /** Writes over the first bytes of a part of a column's first page. */
  private static void patch(Path file, int column, Part part, Consumer<ByteBuffer> patch)
      throws IOException {
    ColumnChunkMetaData chunk;
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))) {
      chunk = reader.getFooter().getBlocks().get(0).getColumns().get(column);
    }
    byte[] all = Files.readAllBytes(file);
    int at =
        (int)
            (part == Part.DICTIONARY
                ? chunk.getDictionaryPageOffset()
                : chunk.getFirstDataPageOffset());
    ByteArrayInputStream in = new ByteArrayInputStream(all, at, all.length - at);
    PageHeader header = Util.readPageHeader(in);
    int start = all.length - in.available();
    ByteBuffer page =
        ByteBuffer.wrap(all, start, header.getUncompressed_page_size())
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    if (part == Part.VALUES && header.getData_page_header_v2() != null) {
      page.position(
          header.getData_page_header_v2().getRepetition_levels_byte_length()
              + header.getData_page_header_v2().getDefinition_levels_byte_length());
    } else if (part == Part.VALUES) {
      page.position(4 + page.getInt());
      page.position(page.position() + 4 + page.getInt(page.position()));
    }
    patch.accept(page);
    Files.write(file, all);
  }

  private static byte[] varint(int value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      BytesUtils.writeUnsignedVarInt(value, bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private static String problem(Path file) throws Exception {
    String[] problem = new String[1];
    new Budget(MEBIBYTES).spend(() -> problem[0] = Reading.of(file).problem());
    assertThat(problem[0]).contains("has an unreadable part " + file.getFileName());
    return problem[0];
  }

  private Path write(String type, WriterVersion version, boolean dictionary, int rows)
      throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType(LIST.formatted(type));
    return write(
        type,
        schema,
        version,
        dictionary,
        IntStream.range(0, rows).mapToObj(i -> row(schema, type, i, "c" + i % 7)).toList());
  }

  private static Group row(MessageType schema, String type, int number, String label) {
    Group row = new SimpleGroupFactory(schema).newGroup();
    Group list = row.addGroup("image");
    for (int i = 0; i < 6; i++) {
      Group element = list.addGroup("list");
      int value = (number * 5 + i * i) % 11;
      switch (type) {
        case "int32" -> element.add("element", value);
        case "int64" -> element.add("element", (long) value);
        case "float" -> element.add("element", value / 10f);
        default -> element.add("element", value / 10.0);
      }
    }
    row.add("label", label);
    return row;
  }

  private Path write(
      String name, MessageType schema, WriterVersion version, boolean dictionary, List<Group> rows)
      throws IOException {
    Path file =
        folder.resolve("%s-%s-%s-%d.parquet".formatted(name, version, dictionary, rows.size()));
    Files.deleteIfExists(file);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .withWriterVersion(version)
            .withDictionaryEncoding(dictionary)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    }
    // Hadoop's checksum would refuse what is patched.
    Files.deleteIfExists(folder.resolve("." + file.getFileName() + ".crc"));
    return file;
  }
}
