/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import io.github.subspark.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * Parquet files with one image a row: encoded bytes or a list of numbers, and a label of text or
 * number beside it.
 */
final class ParquetSource implements ImageSource {
  private static final long LARGEST_BLOCK = 2L << 30;

  private final Origin origin;
  private final List<FileStatus> parts;
  private final DataSpec spec;
  private final Configuration hadoop;
  private final List<double[]> rows = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private int read;

  ParquetSource(Origin origin, List<FileStatus> parts, DataSpec spec, Configuration hadoop) {
    this.origin = origin;
    this.parts = List.copyOf(parts);
    this.spec = spec;
    this.hadoop = hadoop;
  }

  @Override
  public void readInto(ImageCollector images) throws IOException {
    for (FileStatus part : parts) {
      try {
        readPart(part, images);
      } catch (IOException | RuntimeException e) {
        if (e instanceof InvalidInputException known) {
          throw known;
        }
        throw origin.problem(
            "has an unreadable part %s: %s".formatted(part.getPath().getName(), Origin.reason(e)),
            "Write it again",
            e);
      }
    }
    if (!rows.isEmpty()) {
      new PixelRows(origin, spec.mat()).addTo(images, new Rows(rows));
    }
    images.label(labels);
  }

  private void readPart(FileStatus part, ImageCollector images) throws IOException {
    MessageType wanted = columns(part);
    Configuration projected = new Configuration(hadoop);
    projected.set(ReadSupport.PARQUET_READ_SCHEMA, wanted.toString());
    boolean labelled = wanted.containsField(spec.parquet().label());
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), part.getPath()).withConf(projected).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        image(row, images);
        if (labelled) {
          labels.add(label(row));
        }
        read++;
      }
    }
  }

  /** The file's columns that are read, after a look at what its footer claims. */
  private MessageType columns(FileStatus part) throws IOException {
    MessageType schema;
    try (ParquetFileReader file =
        ParquetFileReader.open(HadoopInputFile.fromStatus(part, hadoop))) {
      schema = file.getFileMetaData().getSchema();
      for (BlockMetaData block : file.getFooter().getBlocks()) {
        if (block.getCompressedSize() > part.getLen() || block.getTotalByteSize() > LARGEST_BLOCK) {
          throw origin.problem(
              "claims a row group of %d bytes".formatted(block.getTotalByteSize()),
              "Write it again with smaller row groups");
        }
      }
    }
    String image = spec.parquet().image();
    if (!schema.containsField(image)) {
      throw origin.problem(
          "has no column '%s' but %s"
              .formatted(
                  image,
                  String.join(", ", schema.getFields().stream().map(Type::getName).toList())),
          "Set data.parquet.image and data.parquet.label to the columns with images and labels");
    }
    List<Type> wanted = new ArrayList<>(List.of(schema.getType(image)));
    Optional.of(spec.parquet().label())
        .filter(label -> spec.labels() && !label.equals(image) && schema.containsField(label))
        .ifPresent(label -> wanted.add(schema.getType(label)));
    return new MessageType(schema.getName(), wanted);
  }

  private void image(Group row, ImageCollector images) {
    String column = spec.parquet().image();
    if (row.getFieldRepetitionCount(column) == 0) {
      throw origin.problem("has no image in row %d".formatted(read), "Remove rows without image");
    }
    Type type = row.getType().getType(column);
    if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
      double[] numbers = type.isPrimitive() ? repeated(row, column) : list(row.getGroup(column, 0));
      if (!rows.isEmpty() && rows.get(0).length != numbers.length) {
        throw origin.problem(
            "has %d pixels in row 0 and %d in row %d"
                .formatted(rows.get(0).length, numbers.length, read),
            "Crop or pad the images to one size");
      }
      rows.add(numbers);
    } else if (type.asPrimitiveType().getPrimitiveTypeName()
        == PrimitiveType.PrimitiveTypeName.BINARY) {
      byte[] encoded = row.getBinary(column, 0).getBytes();
      Origin place = origin.child("row " + read);
      images.add(Integer.toString(read), new EncodedImage(encoded).decode(place));
    } else {
      throw origin.problem(
          "has a column '%s' of type %s"
              .formatted(column, type.asPrimitiveType().getPrimitiveTypeName()),
          "Store PNG, JPEG or PGM bytes, or a list of numbers");
    }
  }

  /** A list in Parquet's three-level form, or the older one with two. */
  private static double[] list(Group list) {
    if (list.getType().getFieldCount() != 1) {
      throw new IllegalArgumentException("the image column is a struct, not a list");
    }
    String repeated = list.getType().getFieldName(0);
    if (list.getType().getType(0).isPrimitive()) {
      return repeated(list, repeated);
    }
    double[] numbers = new double[list.getFieldRepetitionCount(repeated)];
    for (int i = 0; i < numbers.length; i++) {
      Group element = list.getGroup(repeated, i);
      // A null among the numbers shows up as a value that is not finite.
      numbers[i] = element.getFieldRepetitionCount(0) == 0 ? Double.NaN : number(element, 0, 0);
    }
    return numbers;
  }

  private static double[] repeated(Group group, String field) {
    double[] numbers = new double[group.getFieldRepetitionCount(field)];
    int index = group.getType().getFieldIndex(field);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(group, index, i);
    }
    return numbers;
  }

  private String label(Group row) {
    String column = spec.parquet().label();
    if (row.getFieldRepetitionCount(column) == 0) {
      throw origin.problem(
          "has no label in row %d".formatted(read),
          "Give every image one, or set data.labels = false");
    }
    int index = row.getType().getFieldIndex(column);
    PrimitiveType type = row.getType().getType(index).asPrimitiveType();
    if (type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.BINARY) {
      Binary text = row.getBinary(index, 0);
      return text.toStringUsingUTF8();
    }
    return Labels.nameOf(number(row, index, 0));
  }

  private static double number(Group group, int field, int index) {
    PrimitiveType.PrimitiveTypeName type =
        group.getType().getType(field).asPrimitiveType().getPrimitiveTypeName();
    return switch (type) {
      case INT32 -> group.getInteger(field, index);
      case INT64 -> group.getLong(field, index);
      case FLOAT -> group.getFloat(field, index);
      case DOUBLE -> group.getDouble(field, index);
      default -> throw new IllegalArgumentException("its numbers are of type " + type);
    };
  }

  /**
   * Rows of numbers of all parts.
   *
   * @param rows of equal length
   */
  private record Rows(List<double[]> rows) implements PixelRows.Values {
    @Override
    public int count() {
      return rows.size();
    }

    @Override
    public int length() {
      return rows.get(0).length;
    }

    @Override
    public double value(int image, int index) {
      return rows.get(image)[index];
    }
  }
}
