/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import static java.util.stream.Collectors.toSet;

import io.github.subspark.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Parquet files with one image a row: encoded bytes or a list of numbers, and a label of text or
 * number beside it.
 */
final class ParquetSource implements ImageSource {

  private final Origin origin;
  private final List<FileStatus> parts;
  private final DataSpec spec;
  private final Configuration hadoop;
  private final List<double[]> rows = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();

  /** What the pages inflate to. */
  private final Inflation pages;

  /** What encoded images and lists of numbers take in memory. */
  private final Inflation inMemory;

  private int read;

  ParquetSource(Origin origin, List<FileStatus> parts, DataSpec spec, Configuration hadoop) {
    this.origin = origin;
    this.parts = List.copyOf(parts);
    this.spec = spec;
    this.hadoop = hadoop;
    long stored = parts.stream().mapToLong(FileStatus::getLen).sum();
    this.pages = new Inflation(origin, stored);
    this.inMemory = new Inflation(origin, stored);
  }

  @Override
  public void readInto(ImageCollector images) throws IOException {
    for (FileStatus part : parts) {
      try {
        readPart(part, images);
      } catch (InvalidInputException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        throw unreadable(part, Origin.reason(e), e);
      }
    }
    if (!rows.isEmpty()) {
      new PixelRows(origin, spec.mat()).addTo(images, new Rows(rows));
    }
    images.label(labels);
  }

  private RuntimeException unreadable(FileStatus part, String reason, Throwable cause) {
    return origin.problem(
        "has an unreadable part %s: %s".formatted(part.getPath().getName(), reason),
        "Write it again",
        cause);
  }

  private void readPart(FileStatus part, ImageCollector images) throws IOException {
    ParquetClaims claims = new ParquetClaims(part.getPath().getFileSystem(hadoop), part);
    claims.checkFooter();
    try (ParquetFileReader file =
        ParquetFileReader.open(HadoopInputFile.fromStatus(part, hadoop))) {
      MessageType wanted = wanted(file.getFileMetaData().getSchema());
      Set<String> names = wanted.getFields().stream().map(Type::getName).collect(toSet());
      for (BlockMetaData block : file.getFooter().getBlocks()) {
        pages.add(claims.check(block, names), part.getPath().getName());
      }
      boolean labelled = wanted.containsField(spec.parquet().label());
      new ParquetRecords(file, wanted)
          .read(
              new ImageRowForm(wanted, spec.parquet().image(), new ImageRow(inMemory)),
              row -> add(row, labelled, images));
    }
  }

  private void add(ImageRow row, boolean labelled, ImageCollector images) {
    images.checkImages(read + 1L);
    image(row, images);
    if (labelled) {
      labels.add(row.label().orElseThrow(this::unlabelled));
    }
    read++;
  }

  private MessageType wanted(MessageType schema) {
    String image = spec.parquet().image();
    if (!schema.containsField(image)) {
      throw origin.problem(
          "has no column '%s' but %s"
              .formatted(
                  image,
                  String.join(", ", schema.getFields().stream().map(Type::getName).toList())),
          "Set data.parquet.image and data.parquet.label to the columns with images and labels");
    }
    Type type = schema.getType(image);
    if (type.isPrimitive()
        && !type.isRepetition(Type.Repetition.REPEATED)
        && type.asPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.BINARY) {
      throw origin.problem(
          "has a column '%s' of type %s"
              .formatted(image, type.asPrimitiveType().getPrimitiveTypeName()),
          "Store PNG, JPEG or PGM bytes, or a list of numbers");
    }
    List<Type> wanted = new ArrayList<>(List.of(type));
    Optional.of(spec.parquet().label())
        .filter(label -> spec.labels() && !label.equals(image) && schema.containsField(label))
        .ifPresent(label -> wanted.add(schema.getType(label)));
    return new MessageType(schema.getName(), wanted);
  }

  private void image(ImageRow row, ImageCollector images) {
    if (row.encoded().isPresent()) {
      Origin place = origin.child("row " + read);
      EncodedImage encoded = new EncodedImage(row.encoded().get());
      images.add(Integer.toString(read), encoded.decode(place, images.decoded()));
      return;
    }
    double[] values =
        row.numbers()
            .orElseThrow(
                () ->
                    origin.problem(
                        "has no image in row %d".formatted(read), "Remove rows without image"));
    if (!rows.isEmpty() && rows.get(0).length != values.length) {
      throw origin.problem(
          "has %d pixels in row 0 and %d in row %d"
              .formatted(rows.get(0).length, values.length, read),
          "Crop or pad the images to one size");
    }
    inMemory.add(8L * values.length, "row " + read);
    rows.add(values);
  }

  private RuntimeException unlabelled() {
    return origin.problem(
        "has no label in row %d".formatted(read),
        "Give every image one, or set data.labels = false");
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
