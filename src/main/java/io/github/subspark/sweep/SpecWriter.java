/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.subspark.ZeroIs;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes specifications with the keys that a configuration uses. */
public final class SpecWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SpecWriter() {}

  /** The specification as indented JSON; {@link SpecReader#fromJson} reads the same one back. */
  public static String json(SweepSpec spec) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree(spec));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write a specification", e);
    }
  }

  /** The specification as nested maps, for a JSON document of which it is a part. */
  public static Map<String, Object> tree(SweepSpec spec) {
    return section(spec);
  }

  /** One value in one line of JSON. */
  static String line(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write " + value, e);
    }
  }

  private static Map<String, Object> section(Record record) {
    Map<String, Object> section = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      ZeroIs word = component.getAnnotation(ZeroIs.class);
      Object value = plain(value(record, component));
      section.put(
          SpecKeys.key(component.getName()),
          word != null && value.equals(0) ? word.value() : value);
    }
    return section;
  }

  private static Object plain(Object value) {
    if (value instanceof Record record) {
      return section(record);
    } else if (value instanceof List<?> list) {
      return list.stream().map(SpecWriter::plain).toList();
    }
    return value instanceof Enum<?> constant ? SpecKeys.text(constant) : value;
  }

  private static Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component, e);
    }
  }
}
