/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import java.util.Arrays;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Builds the rows of {@link ParquetRows} from Parquet's events. We write values one by one, so no
 * file of ours holds more of them than its pages have bytes; one that does is not ours, and might
 * repeat a few bytes until memory ends.
 */
final class RowForm extends RecordMaterializer<Object[]> {
  private final RowConverter root;
  private long left;

  /** Of a file whose pages inflate to {@code bytes} bytes. */
  RowForm(MessageType schema, long bytes) {
    this.left = bytes;
    this.root = new RowConverter(schema);
  }

  @Override
  public Object[] getCurrentRecord() {
    return root.row;
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  private void spend(int bytes) {
    left -= bytes;
    if (left < 0) {
      throw new IllegalStateException("it holds more values than its bytes can");
    }
  }

  private final class RowConverter extends GroupConverter {
    private final Converter[] fields;
    private Object[] row = new Object[0];

    RowConverter(MessageType schema) {
      fields = new Converter[schema.getFieldCount()];
      for (int field = 0; field < fields.length; field++) {
        fields[field] = converter(schema.getType(field), field);
      }
    }

    private Converter converter(Type type, int field) {
      if (type.isPrimitive()) {
        return new ScalarConverter(field);
      }
      PrimitiveTypeName element =
          type.asGroupType()
              .getType(0)
              .asGroupType()
              .getType(0)
              .asPrimitiveType()
              .getPrimitiveTypeName();
      return element == PrimitiveTypeName.FLOAT
          ? new FloatsConverter(field)
          : new IntegersConverter(field);
    }

    @Override
    public Converter getConverter(int field) {
      return fields[field];
    }

    @Override
    public void start() {
      spend(1);
      row = new Object[fields.length];
    }

    @Override
    public void end() {}

    private final class ScalarConverter extends PrimitiveConverter {
      private final int field;

      ScalarConverter(int field) {
        this.field = field;
      }

      @Override
      public void addInt(int value) {
        spend(Integer.BYTES);
        row[field] = value;
      }

      @Override
      public void addDouble(double value) {
        spend(Double.BYTES);
        row[field] = value;
      }

      @Override
      public void addBinary(Binary value) {
        spend(value.length());
        row[field] = value.toStringUsingUTF8();
      }
    }

    private final class FloatsConverter extends ListConverter {
      private final int field;
      private float[] values = new float[16];

      FloatsConverter(int field) {
        this.field = field;
      }

      @Override
      public void addFloat(float value) {
        if (count == values.length) {
          values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
      }

      @Override
      public void end() {
        row[field] = Arrays.copyOf(values, count);
      }
    }

    private final class IntegersConverter extends ListConverter {
      private final int field;
      private int[] values = new int[16];

      IntegersConverter(int field) {
        this.field = field;
      }

      @Override
      public void addInt(int value) {
        if (count == values.length) {
          values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
      }

      @Override
      public void end() {
        row[field] = Arrays.copyOf(values, count);
      }
    }
  }

  /** A LIST group: group 'list' repeated, each with one 'element'. */
  private abstract class ListConverter extends GroupConverter {
    int count;

    private final PrimitiveConverter element =
        new PrimitiveConverter() {
          @Override
          public void addFloat(float value) {
            spend(Float.BYTES);
            ListConverter.this.addFloat(value);
          }

          @Override
          public void addInt(int value) {
            spend(Integer.BYTES);
            ListConverter.this.addInt(value);
          }
        };

    private final GroupConverter repeated =
        new GroupConverter() {
          @Override
          public Converter getConverter(int field) {
            return element;
          }

          @Override
          public void start() {}

          @Override
          public void end() {}
        };

    void addFloat(float value) {
      throw new UnsupportedOperationException("not a list of floats");
    }

    void addInt(int value) {
      throw new UnsupportedOperationException("not a list of integers");
    }

    @Override
    public final Converter getConverter(int field) {
      return repeated;
    }

    @Override
    public final void start() {
      count = 0;
    }
  }
}
