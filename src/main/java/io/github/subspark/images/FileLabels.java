/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads labels off the names of image files: by the configured pattern; else by COIL-20's form
 * where all names have it; else by folder where there is more than one.
 */
final class FileLabels {
  /** COIL-20's names, with any text for the object: obj7__12.png, objcup__0.png. */
  private static final Pattern COIL = Pattern.compile("obj(.+)__\\d+\\.[^.]+");

  private final Origin origin;
  private final String configured;

  FileLabels(Origin origin, String configured) {
    this.origin = origin;
    this.configured = configured;
  }

  /**
   * The label of each image.
   *
   * @param paths relative to the folder or archive, with '/' between their parts
   * @return absent if nothing tells classes apart
   */
  Optional<List<String>> of(List<String> paths) {
    if (!configured.isEmpty()) {
      return Optional.of(byPattern(paths));
    }
    if (paths.stream().allMatch(path -> COIL.matcher(last(path)).matches())) {
      return Optional.of(paths.stream().map(path -> group(COIL, path)).toList());
    }
    return byFolder(paths);
  }

  private List<String> byPattern(List<String> paths) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(configured);
    } catch (PatternSyntaxException e) {
      throw invalidPattern(e.getDescription(), e);
    }
    if (pattern.matcher("").groupCount() == 0) {
      throw invalidPattern("it has no group", null);
    }
    return paths.stream().map(path -> group(pattern, path)).toList();
  }

  private String group(Pattern pattern, String path) {
    Matcher matcher = pattern.matcher(last(path));
    if (matcher.find() && matcher.group(1) != null) {
      return matcher.group(1);
    }
    throw origin.problem(
        "holds %s, which data.label-pattern %s does not match".formatted(path, configured),
        "Change the pattern, or set data.labels = false");
  }

  private RuntimeException invalidPattern(String why, Exception cause) {
    return origin.problem(
        "needs labels by data.label-pattern %s, but %s".formatted(configured, why),
        "Use a regular expression with one group, such as (\\w+)_\\d+",
        cause);
  }

  /** Folders that all files share tell nothing apart. */
  private Optional<List<String>> byFolder(List<String> paths) {
    List<String> folders = new ArrayList<>();
    for (String path : paths) {
      folders.add(path.substring(0, path.length() - last(path).length()));
    }
    if (new LinkedHashSet<>(folders).size() < 2) {
      return Optional.empty();
    }
    int shared = shared(folders);
    for (int i = 0; i < folders.size(); i++) {
      if (folders.get(i).length() == shared) {
        throw origin.problem(
            "holds %s outside its class folders".formatted(paths.get(i)),
            "Move it into one, set data.label-pattern, or set data.labels = false");
      }
    }
    return Optional.of(
        folders.stream().map(folder -> folder.substring(shared, folder.length() - 1)).toList());
  }

  /** Length of the path that all folders begin with, up to a '/'. */
  private static int shared(List<String> folders) {
    String shared = folders.get(0);
    for (String folder : folders) {
      while (!folder.startsWith(shared)) {
        shared = shared.substring(0, shared.lastIndexOf('/', shared.length() - 2) + 1);
      }
    }
    return shared.length();
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
