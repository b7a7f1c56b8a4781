/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What decides a run's numbers, and so which run directory a sweep may continue. The images count
 * by their content and name: where they lie and how they were read may change. What the job takes
 * of the machine does not count.
 *
 * @param settings value in JSON by full key, ordered by key
 */
public record RunIdentity(Map<String, String> settings) {
  private static final Set<String> WITHOUT_EFFECT = Set.of("data", "job", "sweep");
  private static final String NAME = "data.name";
  private static final String IMAGES = "data.images";

  public RunIdentity {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /**
   * The identity of a sweep over images.
   *
   * @param spec the sweep
   * @param dataName the image set's name, a key of every result
   * @param count N
   * @param fingerprint of the image set's content
   */
  public static RunIdentity of(SweepSpec spec, String dataName, int count, String fingerprint) {
    Map<String, String> settings = new TreeMap<>();
    SpecWriter.tree(spec)
        .forEach(
            (key, value) -> {
              if (!WITHOUT_EFFECT.contains(key)) {
                flatten(key, value, settings);
              }
            });
    settings.put(NAME, SpecWriter.line(dataName));
    settings.put(IMAGES, SpecWriter.line("%d with SHA-256 %s".formatted(count, fingerprint)));
    return new RunIdentity(settings);
  }

  /**
   * How a sweep's images were read, which counts in an identity by their content alone.
   *
   * @return value in JSON by full key
   */
  public static Map<String, String> reading(SweepSpec spec) {
    Map<String, String> settings = new TreeMap<>();
    flatten("data", SpecWriter.tree(spec).get("data"), settings);
    return settings;
  }

  /** SHA-256 in hex over all settings. */
  public String digest() {
    try {
      byte[] canonical = SpecWriter.line(settings).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /**
   * Where this sweep departs from the one that made a run directory, as lines 'training.batch-size:
   * 256 here, 144 in the run'; none if they are the same.
   */
  public List<String> differences(RunIdentity run) {
    List<String> lines = new ArrayList<>();
    Set<String> keys = new TreeSet<>(settings.keySet());
    keys.addAll(run.settings.keySet());
    for (String key : keys) {
      String here = settings.getOrDefault(key, "nothing");
      String there = run.settings.getOrDefault(key, "nothing");
      if (!here.equals(there)) {
        lines.add("%s: %s here, %s in the run".formatted(key, brief(here), brief(there)));
      }
    }
    return lines;
  }

  /** A value for people: nobody reads 64 digits of a fingerprint. */
  public static String brief(String value) {
    return value.replaceAll("([0-9a-f]{12})[0-9a-f]{52}", "$1...");
  }

  private static void flatten(String path, Object value, Map<String, String> settings) {
    if (value instanceof Map<?, ?> section) {
      section.forEach((key, inner) -> flatten(path + "." + key, inner, settings));
    } else {
      settings.put(path, SpecWriter.line(value));
    }
  }
}
