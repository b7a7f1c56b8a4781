/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.tables;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.mutable.WrappedArray;

/**
 * A table whose schema is a record: one column per component, its name in snake case; boxed types
 * and text are nullable. So the record is the schema's one definition, and what is written is read
 * back as the same records.
 *
 * @param <R> the row
 */
final class RecordTable<R extends Record> {
  private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z0-9])([A-Z])");

  private static final Map<Class<?>, DataType> TYPES =
      Map.ofEntries(
          Map.entry(boolean.class, DataTypes.BooleanType),
          Map.entry(Boolean.class, DataTypes.BooleanType),
          Map.entry(int.class, DataTypes.IntegerType),
          Map.entry(Integer.class, DataTypes.IntegerType),
          Map.entry(long.class, DataTypes.LongType),
          Map.entry(Long.class, DataTypes.LongType),
          Map.entry(double.class, DataTypes.DoubleType),
          Map.entry(Double.class, DataTypes.DoubleType),
          Map.entry(String.class, DataTypes.StringType),
          Map.entry(byte[].class, DataTypes.BinaryType),
          Map.entry(int[].class, DataTypes.createArrayType(DataTypes.IntegerType, false)));

  private final Class<R> type;
  private final RecordComponent[] components;

  RecordTable(Class<R> type) {
    this.type = type;
    this.components = type.getRecordComponents();
  }

  static String column(RecordComponent component) {
    return CAPITAL
        .matcher(component.getName())
        .replaceAll(match -> "_" + match.group(1).toLowerCase(java.util.Locale.ROOT));
  }

  StructType schema() {
    return DataTypes.createStructType(
        Arrays.stream(components)
            .map(
                component ->
                    DataTypes.createStructField(
                        column(component),
                        TYPES.get(component.getType()),
                        !component.getType().isPrimitive()))
            .toArray(StructField[]::new));
  }

  List<Row> rows(List<R> records) {
    return records.stream().map(this::row).toList();
  }

  private Row row(R record) {
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(record, components[i]);
    }
    return RowFactory.create(values);
  }

  private static Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("record component", impossible);
    }
  }

  /**
   * Reads by column name, so that a table with further columns is read too, and one from before a
   * nullable column was added.
   */
  R read(Row row) {
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      String column = column(components[i]);
      boolean nullable = !components[i].getType().isPrimitive();
      if (nullable && row.schema().getFieldIndex(column).isEmpty()) {
        continue;
      }
      Object value = row.get(row.fieldIndex(column));
      values[i] = value instanceof WrappedArray<?> array ? integers(array) : value;
    }
    try {
      Constructor<R> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("record " + type.getName(), impossible);
    }
  }

  private static int[] integers(WrappedArray<?> array) {
    int[] values = new int[array.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (Integer) array.apply(i);
    }
    return values;
  }
}
