/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The service by which systemd runs sweeps, and its command as systemd makes it. */
final class SystemdUnit {
  static final Path SERVICE = Path.of("submit/schedule/subspark@.service");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

  private SystemdUnit() {}

  /** The words of a setting's one value. */
  static List<String> words(String setting) throws IOException {
    List<String> values =
        Files.readAllLines(SERVICE).stream()
            .filter(line -> line.startsWith(setting + "="))
            .toList();
    if (values.size() != 1) {
      throw new AssertionError(SERVICE + " has not one " + setting + " but " + values);
    }
    return List.of(values.get(0).substring(setting.length() + 1).split(" "));
  }

  /** The environment file that the service's own comment shows. */
  static Map<String, String> example() throws IOException {
    return Files.readAllLines(SERVICE).stream()
        .map(Pattern.compile("# {3}([A-Z_]+)=(.*)")::matcher)
        .filter(Matcher::matches)
        .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2)));
  }

  /**
   * ExecStart in this clone instead of an installation. Words {@code $NAME} are split at spaces and
   * may vanish, {@code ${NAME}} is put in as it is. No quotes.
   */
  static List<String> command(Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>();
    for (String word : words("ExecStart")) {
      if (word.matches("\\$\\w+")) {
        Stream.of(environment.getOrDefault(word.substring(1), "").split(" "))
            .filter(part -> !part.isEmpty())
            .forEach(command::add);
      } else {
        command.add(
            VARIABLE
                .matcher(word.replace(Shipped.HOME, Path.of("").toAbsolutePath().toString()))
                .replaceAll(name -> environment.getOrDefault(name.group(1), "")));
      }
    }
    return command;
  }
}
