/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import static io.github.subspark.images.DataSpec.PixelOrder.COLUMN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetSourceTest {
  private static final MessageType ENCODED =
      MessageTypeParser.parseMessageType(
          "message m { optional binary image; optional binary label (STRING);"
              + " optional int32 other; }");
  private static final MessageType NUMBERS =
      MessageTypeParser.parseMessageType(
          "message m { optional group image (LIST) { repeated group list {"
              + " optional float element; } } optional int64 label; }");

  @TempDir Path folder;

  @Test
  void encodedImagesInAFolderOfParts() throws IOException {
    write("part-1.parquet", ENCODED, List.of(encoded(1, "b")));
    write("part-0.parquet", ENCODED, List.of(encoded(0, "a"), encoded(0.4f, "b")));
    Files.write(folder.resolve("_SUCCESS"), new byte[0]);
    ImageSet set = Reading.of(folder).set();
    assertThat(set.images().pixels()).hasSize(18).startsWith(0).contains(.4f).endsWith(1);
    assertThat(set.labels().orElseThrow().names()).containsExactly("a", "b");
    assertThat(set.labels().orElseThrow().classes()).containsExactly(0, 1, 1);
    assertThat(Reading.of(folder).unlabelled().set().labels()).isEmpty();
  }

  @Test
  void listsOfNumbers() throws IOException {
    Path file =
        write(
            "n.parquet",
            NUMBERS,
            List.of(numbers(10, 0, .3f, .1f, .4f, .2f, .5f), numbers(9, 1, 1, 1, 1, 1, 1)));
    ImageSet set = Reading.of(file).mat("", "", 2, 3, COLUMN).set();
    assertThat(set.images().pixels()).startsWith(0, .1f, .2f, .3f, .4f, .5f);
    assertThat(set.labels().orElseThrow().names()).containsExactly("9", "10");
  }

  @Test
  void problemsAreNamed() throws IOException {
    MessageType other = MessageTypeParser.parseMessageType("message m { optional binary pixels; }");
    assertThat(Reading.of(write("a.parquet", other, List.of())).problem())
        .contains("has no column 'image' but pixels");
    Group unlabelled = new SimpleGroupFactory(ENCODED).newGroup();
    unlabelled.add("image", Binary.fromConstantByteArray(png(0)));
    assertThat(Reading.of(write("b.parquet", ENCODED, List.of(unlabelled))).problem())
        .contains("has no label in row 0");
    assertThat(
            Reading.of(write("c.parquet", NUMBERS, List.of(numbers(1, 0, 0, 0), numbers(1, 0, 0))))
                .problem())
        .contains("has 3 pixels in row 0 and 2 in row 1");
    Group corrupt = new SimpleGroupFactory(ENCODED).newGroup();
    corrupt.add("image", Binary.fromString("text"));
    assertThat(Reading.of(write("d.parquet", ENCODED, List.of(corrupt))).unlabelled().problem())
        .contains("row 0 is no PNG");
    Path text = Files.writeString(folder.resolve("e.parquet"), "no parquet file at all");
    assertThat(Reading.of(text).problem()).contains("unreadable part e.parquet");
    assertThat(
            Reading.of(
                    write(
                        "f.parquet",
                        NUMBERS,
                        List.of(
                            numbers(1, 0, 0, 0, 0, 0, Float.NaN), numbers(1, 0, 0, 0, 0, 0, 0))))
                .problem())
        .contains("value NaN in image 0, pixel 5");
  }

  private static byte[] png(float value) {
    float[] pixels = {value, value, value, value, value, value};
    return PngEncoder.png(new Images(1, 1, 2, 3, pixels), 0);
  }

  private static Group encoded(float value, String label) {
    Group row = new SimpleGroupFactory(ENCODED).newGroup();
    row.add("image", Binary.fromConstantByteArray(png(value)));
    row.add("label", label);
    return row;
  }

  private static Group numbers(long label, float... values) {
    Group row = new SimpleGroupFactory(NUMBERS).newGroup();
    Group list = row.addGroup("image");
    for (float value : values) {
      list.addGroup("list").add("element", value);
    }
    row.add("label", label);
    return row;
  }

  private Path write(String name, MessageType schema, List<Group> rows) throws IOException {
    Path file = folder.resolve(name);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    }
    return file;
  }
}
