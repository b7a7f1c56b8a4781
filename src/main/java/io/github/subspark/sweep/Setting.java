/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

/**
 * One value that is set outside a configuration file and wins over it.
 *
 * @param origin what messages call its source
 * @param key full key, such as training.batch-size
 * @param value a list [..], a section {..} or a quoted text in HOCON; anything else is taken as it
 *     stands, so that a path may hold the colons and slashes that HOCON would want quoted
 */
public record Setting(String origin, String key, String value) {

  /**
   * {@code -D key=value}; the value may be empty, for a text. Without an equals sign there is no
   * key, which the reader reports among the other problems.
   */
  public static Setting ofDefinition(String definition) {
    int equals = Math.max(0, definition.indexOf('='));
    String key = definition.substring(0, equals).strip();
    return new Setting(
        "command line (-D)",
        key,
        key.isEmpty() ? definition : definition.substring(equals + 1).strip());
  }

  /** {@code --data PATH}. */
  public static Setting ofDataPath(String path) {
    return new Setting("command line (--data)", "data.path", path);
  }
}
