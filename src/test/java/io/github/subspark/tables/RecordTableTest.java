/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTableTest {
  private static final RecordTable<CurveRow> CURVES = new RecordTable<>(CurveRow.class);

  @Test
  void columnsAreComponentsInSnakeCaseAndPrimitivesAreNeverNull() {
    assertThat(Arrays.stream(CURVES.schema().fields()).map(StructField::name))
        .containsExactly(
            "data",
            "compression",
            "channels",
            "attention",
            "seed",
            "phase",
            "attempt",
            "epoch",
            "reconstruction",
            "regularization",
            "self_expression",
            "total",
            "active_units",
            "gate_mean",
            "gate_spread");
    assertThat(CURVES.schema().apply("seed").nullable()).isFalse();
    assertThat(CURVES.schema().apply("gate_mean").nullable()).isTrue();
  }

  @Test
  void aRowIsReadAsItWasWrittenWhateverTheOrderOfColumns() {
    CurveRow row =
        new CurveRow(
            "coil20",
            0.25,
            1,
            null,
            3L,
            "pretraining",
            1,
            7,
            1.5,
            null,
            null,
            1.5,
            null,
            null,
            null);
    Row written = CURVES.rows(List.of(row)).get(0);
    StructField[] fields = CURVES.schema().fields();
    Object[] values = new Object[fields.length];
    StructField[] reversed = new StructField[fields.length];
    for (int i = 0; i < fields.length; i++) {
      values[fields.length - 1 - i] = written.get(i);
      reversed[fields.length - 1 - i] = fields[i];
    }

    assertThat(CURVES.read(new GenericRowWithSchema(values, new StructType(reversed))))
        .isEqualTo(row);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        ResultRow.class,
        CellRow.class,
        CurveRow.class,
        AssignmentRow.class,
        ImageRow.class
      })
  void everyColumnIsDocumented(Class<? extends Record> type) throws IOException {
    String page = Files.readString(Path.of("docs", "tables.md"));
    Matcher words = Pattern.compile("`([a-z_0-9]+)`").matcher(page);
    List<String> documented = words.results().map(match -> match.group(1)).toList();

    assertThat(Stream.of(type.getRecordComponents()).map(RecordTable::column))
        .isSubsetOf(documented);
  }
}
