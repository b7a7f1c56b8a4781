/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Fills an {@link ImageRow} from Parquet's events. Numbers never become objects: a few bytes of run
 * lengths may stand for millions of them.
 */
final class ImageRowForm extends RecordMaterializer<ImageRow> {
  private static final int LONGEST_LABEL = 4096;

  private final MessageType wanted;
  private final String image;
  private final ImageRow row;
  private final GroupConverter root;

  /** Reads the columns {@code wanted}, of which {@code image} is one and a label the other. */
  ImageRowForm(MessageType wanted, String image, ImageRow row) {
    this.wanted = wanted;
    this.image = image;
    this.row = row;
    this.root = new Root();
  }

  @Override
  public ImageRow getCurrentRecord() {
    return row;
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  private Converter converter(Type type) {
    if (!type.getName().equals(image)) {
      // A label that is a group fails here. One of a list may be repeated without end.
      if (type.asPrimitiveType().isRepetition(Type.Repetition.REPEATED)) {
        throw new IllegalArgumentException("the label column is a list");
      }
      return new LabelConverter();
    } else if (!type.isPrimitive()) {
      return new ListConverter(type.asGroupType());
    } else if (type.isRepetition(Type.Repetition.REPEATED)) {
      return new NumberConverter(type);
    }
    return new PrimitiveConverter() {
      @Override
      public void addBinary(Binary value) {
        row.encoded(value);
      }
    };
  }

  /** The message. */
  private final class Root extends GroupConverter {
    private final Converter[] fields =
        wanted.getFields().stream().map(ImageRowForm.this::converter).toArray(Converter[]::new);

    @Override
    public Converter getConverter(int field) {
      return fields[field];
    }

    @Override
    public void start() {
      row.clear();
    }

    @Override
    public void end() {}
  }

  /** A list in Parquet's three-level form, or the older one with two. */
  private final class ListConverter extends GroupConverter {
    private final Converter repeated;

    ListConverter(GroupType list) {
      Type first = list.getType(0);
      boolean plain = first.isPrimitive();
      boolean nested =
          !plain
              && first.asGroupType().getFieldCount() == 1
              && first.asGroupType().getType(0).isPrimitive();
      if (list.getFieldCount() != 1 || !(plain || nested)) {
        throw new IllegalArgumentException("the image column is a struct, not a list");
      }
      repeated = plain ? new NumberConverter(first) : new Element(first.asGroupType());
    }

    @Override
    public Converter getConverter(int field) {
      return repeated;
    }

    @Override
    public void start() {
      row.list();
    }

    @Override
    public void end() {}
  }

  /** One element of a list; a null shows up as a value that is not finite. */
  private final class Element extends GroupConverter {
    private final Converter number;
    private int before;

    Element(GroupType type) {
      number = new NumberConverter(type.getType(0));
    }

    @Override
    public Converter getConverter(int field) {
      return number;
    }

    @Override
    public void start() {
      before = row.count();
    }

    @Override
    public void end() {
      if (row.count() == before) {
        row.add(Double.NaN);
      }
    }
  }

  private final class NumberConverter extends PrimitiveConverter {
    NumberConverter(Type type) {
      PrimitiveTypeName name = type.asPrimitiveType().getPrimitiveTypeName();
      switch (name) {
        case INT32, INT64, FLOAT, DOUBLE -> {}
        default -> throw new IllegalArgumentException("its numbers are of type " + name);
      }
    }

    @Override
    public void addInt(int value) {
      row.add(value);
    }

    @Override
    public void addLong(long value) {
      row.add((double) value);
    }

    @Override
    public void addFloat(float value) {
      row.add(value);
    }

    @Override
    public void addDouble(double value) {
      row.add(value);
    }
  }

  private final class LabelConverter extends PrimitiveConverter {
    @Override
    public void addBinary(Binary value) {
      // A dictionary may hold one long text for all rows.
      if (value.length() > LONGEST_LABEL) {
        throw new IllegalArgumentException("it has a label of %d bytes".formatted(value.length()));
      }
      row.label(value.toStringUsingUTF8());
    }

    @Override
    public void addInt(int value) {
      row.label(Labels.nameOf(value));
    }

    @Override
    public void addLong(long value) {
      row.label(Labels.nameOf((double) value));
    }

    @Override
    public void addFloat(float value) {
      row.label(Labels.nameOf(value));
    }

    @Override
    public void addDouble(double value) {
      row.label(Labels.nameOf(value));
    }
  }
}
