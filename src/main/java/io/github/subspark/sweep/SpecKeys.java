/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** How the components of specification records are called in a configuration. */
final class SpecKeys {
  /** Below this Jaro-Winkler similarity a suggestion would be a guess. */
  private static final double SIMILAR = 0.85;

  private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();

  private SpecKeys() {}

  /** The key of a component: {@code pretrainingEpochs} is pretraining-epochs. */
  static String key(String component) {
    return component.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  /** The text of an enum's constant: {@code FULL_BATCH} is full-batch. */
  static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The key of {@code name} within the section {@code path}, which is empty at the top. */
  static String within(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** Full keys of all settings below {@code path}; a list is one setting. */
  static Stream<String> settings(Class<?> type, String path) {
    return Stream.of(type.getRecordComponents()).flatMap(component -> settings(component, path));
  }

  private static Stream<String> settings(RecordComponent component, String path) {
    String key = within(path, key(component.getName()));
    return component.getType().isRecord() ? settings(component.getType(), key) : Stream.of(key);
  }

  /** What {@code written} was probably meant to be, if anything comes close. */
  static Optional<String> nearest(String written, Collection<String> known) {
    String word = lastPart(written);
    String best = null;
    double closest = SIMILAR;
    for (String candidate : known) {
      double similarity = SIMILARITY.apply(word, lastPart(candidate));
      if (similarity > closest) {
        closest = similarity;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  private static String lastPart(String key) {
    return key(key.substring(key.lastIndexOf('.') + 1)).replace('_', '-');
  }
}
