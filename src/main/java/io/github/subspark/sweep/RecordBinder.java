/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.github.subspark.InvalidSpecException;
import io.github.subspark.ZeroIs;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes immutable records of configuration sections, component by component: {@code batchSize} is
 * read from batch-size. Everything wrong is noted in {@link Findings}, never thrown: a section that
 * fails does not hide what is wrong with the others, nor a component what is wrong with its
 * neighbours.
 */
final class RecordBinder {
  private final Findings findings;
  private final Map<String, String> rules;
  private final List<String> settings;

  /**
   * A binder for one configuration.
   *
   * @param findings takes what is wrong
   * @param rules words for what a missing key must be, by full key; else they follow from its type
   * @param root the type of the whole configuration, whose keys are offered as suggestions
   */
  RecordBinder(Findings findings, Map<String, String> rules, Class<? extends Record> root) {
    this.findings = findings;
    this.rules = Map.copyOf(rules);
    this.settings = SpecKeys.settings(root, "").toList();
  }

  /**
   * Reads one record.
   *
   * @param path the section's full key, empty at the top
   * @return empty if anything in it was wrong, which is then in the findings
   */
  <R extends Record> Optional<R> bind(Class<R> type, ConfigObject section, String path) {
    boolean known = noteUnknown(type, section, path);
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    Set<String> failed = new LinkedHashSet<>();
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      Optional<?> value = component(component, section, path);
      if (value.isEmpty()) {
        failed.add(component.getName());
      }
      values[i] = value.isPresent() ? value.get() : placeholder(component.getType());
    }
    Optional<R> bound = construct(type, values, failed, section, path);
    return known ? bound : Optional.empty();
  }

  private boolean noteUnknown(Class<?> type, ConfigObject section, String path) {
    List<String> keys =
        Stream.of(type.getRecordComponents()).map(c -> SpecKeys.key(c.getName())).toList();
    List<String> siblings = keys.stream().map(key -> SpecKeys.within(path, key)).toList();
    List<String> unknown =
        section.keySet().stream().filter(key -> !keys.contains(key)).sorted().toList();
    // Within an element of a list only its own keys make sense.
    List<String> elsewhere = path.contains("[") ? List.of() : settings;
    for (String key : unknown) {
      String full = SpecKeys.within(path, key);
      findings.unknown(
          full,
          section.get(key),
          SpecKeys.nearest(full, siblings).or(() -> SpecKeys.nearest(full, elsewhere)));
    }
    return unknown.isEmpty();
  }

  private Optional<?> component(RecordComponent component, ConfigObject section, String path) {
    String key = SpecKeys.key(component.getName());
    String full = SpecKeys.within(path, key);
    ConfigValue value = section.get(key);
    if (value == null || value.valueType() == ConfigValueType.NULL) {
      findings.missing(full, rules.getOrDefault(full, rule(component.getGenericType())));
      return Optional.empty();
    }
    ZeroIs word = component.getAnnotation(ZeroIs.class);
    return word == null
        ? value(component.getGenericType(), value, full)
        : zeroOr(word.value(), value, full);
  }

  /** The word for 0, or a whole number other than 0, which only the word can mean. */
  private Optional<Integer> zeroOr(String word, ConfigValue value, String path) {
    if (word.equals(value.unwrapped())) {
      return Optional.of(0);
    }
    try {
      int number = (int) Scalars.parse(int.class, value);
      if (number != 0) {
        return Optional.of(number);
      }
    } catch (IllegalArgumentException e) {
      // Said below, with the word.
    }
    findings.unusable(path, value, word + " or " + Scalars.rule(int.class) + " of at least 1");
    return Optional.empty();
  }

  private Optional<?> value(Type type, ConfigValue value, String path) {
    if (type instanceof ParameterizedType list) {
      return list(list.getActualTypeArguments()[0], value, path);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      if (value instanceof ConfigObject section) {
        return bind(plain.asSubclass(Record.class), section, path);
      }
      findings.unusable(path, value, rule(type));
      return Optional.empty();
    }
    try {
      return Optional.of(Scalars.parse(plain, value));
    } catch (IllegalArgumentException e) {
      findings.unusable(path, value, e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<List<Object>> list(Type element, ConfigValue value, String path) {
    if (!(value instanceof ConfigList list)) {
      findings.unusable(path, value, "a list: [...], each " + rule(element));
      return Optional.empty();
    }
    List<Object> bound = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      value(element, list.get(i), path + "[" + i + "]").ifPresent(bound::add);
    }
    return bound.size() == list.size() ? Optional.of(bound) : Optional.empty();
  }

  /**
   * Calls the record's constructor. With placeholders for what failed it is called all the same,
   * for what it says about the other components.
   */
  private <R extends Record> Optional<R> construct(
      Class<R> type, Object[] values, Set<String> failed, ConfigObject section, String path) {
    try {
      R record = constructor(type).newInstance(values);
      return failed.isEmpty() ? Optional.of(record) : Optional.empty();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidSpecException invalid) {
        invalid.problems().stream()
            .filter(problem -> !failed.contains(problem.component()))
            .forEach(problem -> note(problem, section, path));
        return Optional.empty();
      } else if (!failed.isEmpty()) {
        return Optional.empty();
      }
      throw new IllegalStateException("Cannot construct " + type.getName(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot construct " + type.getName(), e);
    }
  }

  private void note(InvalidSpecException.Problem problem, ConfigObject section, String path) {
    String key = SpecKeys.key(problem.component());
    // A record may find fault with a component of a component.
    Config values = section.toConfig();
    ConfigValue value = values.hasPath(key) ? values.getValue(key) : section;
    findings.unusable(SpecKeys.within(path, key), value, problem.rule());
  }

  private static <R extends Record> Constructor<R> constructor(Class<R> type)
      throws NoSuchMethodException {
    return type.getDeclaredConstructor(
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new));
  }

  private static Object placeholder(Class<?> type) {
    Map<Class<?>, Object> empty = new HashMap<>();
    empty.put(int.class, 0);
    empty.put(long.class, 0L);
    empty.put(double.class, 0.0);
    empty.put(boolean.class, false);
    empty.put(String.class, "");
    empty.put(List.class, List.of());
    return empty.get(type);
  }

  private static String rule(Type type) {
    if (type instanceof ParameterizedType list) {
      return "a list, each " + rule(list.getActualTypeArguments()[0]);
    }
    Class<?> plain = (Class<?>) type;
    return plain.isRecord()
        ? "a section with "
            + String.join(
                ", ",
                Stream.of(plain.getRecordComponents())
                    .map(component -> SpecKeys.key(component.getName()))
                    .toList())
        : Scalars.rule(plain);
  }
}
