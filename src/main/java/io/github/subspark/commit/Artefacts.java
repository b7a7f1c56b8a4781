/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import io.github.subspark.sweep.Cell;
import io.github.subspark.training.Epoch;
import io.github.subspark.training.Phase;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;

/** The Parquet form of each kind of artefact. */
public final class Artefacts {
  private static final MessageType WEIGHTS =
      new ParquetRows.SchemaBuilder().floats("values").named("weights");

  /** The columns of the table {@code coefficients}, which is made of copies of these files. */
  private static final MessageType COEFFICIENTS =
      new ParquetRows.SchemaBuilder()
          .text("data")
          .real("compression")
          .integer("channels")
          .text("attention")
          .longInteger("seed")
          .integer("row")
          .floats("values")
          .named("coefficients");

  private static final List<String> COEFFICIENT_ROW = List.of("row", "values");

  private static final MessageType CURVES =
      new ParquetRows.SchemaBuilder()
          .text("phase")
          .integer("attempt")
          .integer("epoch")
          .real("reconstruction")
          .real("regularization")
          .real("self_expression")
          .real("total")
          .real("active_units")
          .real("gate_mean")
          .real("gate_spread")
          .named("curves");

  private static final MessageType PARTITIONS =
      new ParquetRows.SchemaBuilder()
          .text("affinity")
          .text("clusterer")
          .real("eigengap")
          .real("seconds")
          .integers("clusters")
          .named("partitions");

  private static final MessageType MEMBERS =
      new ParquetRows.SchemaBuilder().integers("clusters").named("members");

  private Artefacts() {}

  /**
   * Clusters of all images under one affinity and clusterer.
   *
   * @param affinity its name in tables
   * @param clusterer its name in tables
   * @param eigengap relative eigengap at K of the affinity, NaN where it was not computed
   * @param seconds wall time of the clusterer alone
   * @param clusters 0 to K - 1 for each image
   */
  public record PartitionArtefact(
      String affinity, String clusterer, double eigengap, double seconds, int[] clusters) {}

  static long writeWeights(Configuration hadoop, Path file, float[] weights) throws IOException {
    return ParquetRows.write(hadoop, file, WEIGHTS, List.<Object[]>of(new Object[] {weights}));
  }

  static float[] readWeights(Configuration hadoop, Path file) throws IOException {
    return sound(hadoop, file, rows -> (float[]) rows.get(0)[0]);
  }

  static long writeCoefficients(
      Configuration hadoop, Path file, String data, Cell cell, float[] coefficients)
      throws IOException {
    int n = Math.toIntExact(Math.round(Math.sqrt(coefficients.length)));
    Iterable<Object[]> rows =
        () ->
            IntStream.range(0, n)
                .mapToObj(
                    row ->
                        new Object[] {
                          data,
                          cell.compression(),
                          cell.channels(),
                          cell.attention().text(),
                          cell.seed(),
                          row,
                          Arrays.copyOfRange(coefficients, row * n, (row + 1) * n)
                        })
                .iterator();
    return ParquetRows.write(hadoop, file, COEFFICIENTS, rows);
  }

  static float[] readCoefficients(Configuration hadoop, Path file) throws IOException {
    return sound(hadoop, file, COEFFICIENT_ROW::contains, Artefacts::coefficients);
  }

  private static float[] coefficients(List<Object[]> rows) {
    int n = rows.size();
    for (Object[] row : rows) {
      if (((float[]) row[1]).length != n) {
        throw new IllegalArgumentException("C is not square");
      }
    }
    float[] coefficients = new float[Math.multiplyExact(n, n)];
    for (Object[] row : rows) {
      System.arraycopy((float[]) row[1], 0, coefficients, (Integer) row[0] * n, n);
    }
    return coefficients;
  }

  /** Takes C row by row. */
  public interface CoefficientRows {
    /** Takes how much of each image the image {@code row} is made of; the array is not reused. */
    void add(int row, float[] values);
  }

  /**
   * Reads C of one cell as the table {@code coefficients} has it, without holding it.
   *
   * @param images N
   * @throws UnreadableArtefactException if the file is no C of N images
   */
  public static void readPublishedCoefficients(
      Configuration hadoop, Path file, int images, CoefficientRows rows) throws IOException {
    long bytes = images * (1L + Integer.BYTES + (long) Float.BYTES * images);
    try {
      ParquetRows.read(
          hadoop,
          file,
          COEFFICIENT_ROW,
          bytes,
          row -> {
            float[] values = (float[]) row[1];
            if (values.length != images) {
              throw new IOException("C is not of %d images".formatted(images));
            }
            rows.add(Objects.checkIndex((Integer) row[0], images), values);
          });
    } catch (IOException | RuntimeException e) {
      throw new UnreadableArtefactException(file, e);
    }
  }

  static long writeCurve(Configuration hadoop, Path file, List<Epoch> curve) throws IOException {
    Iterable<Object[]> rows = () -> curve.stream().map(Artefacts::row).iterator();
    return ParquetRows.write(hadoop, file, CURVES, rows);
  }

  private static Object[] row(Epoch epoch) {
    return new Object[] {
      epoch.phase().text(),
      epoch.attempt(),
      epoch.epoch(),
      epoch.reconstruction(),
      epoch.regularization(),
      epoch.selfExpression(),
      epoch.total(),
      epoch.activeUnits(),
      epoch.gateMean(),
      epoch.gateSpread()
    };
  }

  static List<Epoch> readCurve(Configuration hadoop, Path file) throws IOException {
    return sound(hadoop, file, rows -> rows.stream().map(Artefacts::epoch).toList());
  }

  private static Epoch epoch(Object[] row) {
    return new Epoch(
        Phase.valueOf(((String) row[0]).toUpperCase(Locale.ROOT)),
        (Integer) row[1],
        (Integer) row[2],
        (Double) row[3],
        (Double) row[4],
        (Double) row[5],
        (Double) row[6],
        (Double) row[7],
        (Double) row[8],
        (Double) row[9]);
  }

  static long writePartitions(Configuration hadoop, Path file, List<PartitionArtefact> partitions)
      throws IOException {
    Iterable<Object[]> rows =
        () ->
            partitions.stream()
                .map(
                    p ->
                        new Object[] {
                          p.affinity(), p.clusterer(), p.eigengap(), p.seconds(), p.clusters()
                        })
                .iterator();
    return ParquetRows.write(hadoop, file, PARTITIONS, rows);
  }

  static List<PartitionArtefact> readPartitions(Configuration hadoop, Path file)
      throws IOException {
    return sound(hadoop, file, rows -> rows.stream().map(Artefacts::partition).toList());
  }

  private static PartitionArtefact partition(Object[] row) {
    return new PartitionArtefact(
        (String) row[0], (String) row[1], (Double) row[2], (Double) row[3], (int[]) row[4]);
  }

  static long writeMembers(Configuration hadoop, Path file, List<int[]> members)
      throws IOException {
    Iterable<Object[]> rows = () -> members.stream().map(m -> new Object[] {m}).iterator();
    return ParquetRows.write(hadoop, file, MEMBERS, rows);
  }

  static List<int[]> readMembers(Configuration hadoop, Path file) throws IOException {
    return sound(hadoop, file, rows -> rows.stream().map(row -> (int[]) row[0]).toList());
  }

  /** Makes an artefact of a file's rows. */
  private interface Form<T> {
    T of(List<Object[]> rows);
  }

  /** What is no artefact of ours says so as an unreadable file does, whatever it holds. */
  private static <T> T sound(Configuration hadoop, Path file, Form<T> form) throws IOException {
    return sound(hadoop, file, column -> true, form);
  }

  private static <T> T sound(
      Configuration hadoop, Path file, Predicate<String> columns, Form<T> form) throws IOException {
    try {
      return form.of(ParquetRows.read(hadoop, file, columns));
    } catch (IOException | RuntimeException e) {
      throw new UnreadableArtefactException(file, e);
    }
  }
}
