/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.github.subspark.InvalidInputException;
import io.github.subspark.images.DataSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what a sweep shall do. Later sources win: the defaults (subspark-reference.conf in the
 * jar), the configuration file, the command line. Whatever is wrong is reported at once, each
 * problem with key, value, rule and the file and line that it comes from.
 */
public final class SpecReader {
  /** The resource with every key, its default and its meaning. */
  static final String DEFAULTS = "subspark-reference.conf";

  private static final Map<String, String> RULES =
      Map.of(
          "data.path",
          "given with --data PATH or data.path: 'turntable' for the built-in images, or a .mat,"
              + " .npy, .zip or .parquet file or a folder of images",
          "clusters",
          "given as clusters = K, the number of clusters to form: it is never read off labels",
          "grid",
          "given as blocks of compressions and attention kinds:"
              + " grid = [{compression = [25 %], attention = [none, channel]}]");

  private SpecReader() {}

  /**
   * Reads a whole sweep.
   *
   * @param file the configuration file, if any
   * @param settings from the command line; a later one wins
   * @throws InvalidInputException with all that is wrong
   */
  public static SweepSpec read(Optional<ConfigText> file, List<Setting> settings) {
    Findings findings = new Findings();
    ConfigObject merged = merge(file, settings, findings);
    return checked(binder(findings).bind(SweepSpec.class, merged, ""), findings);
  }

  /**
   * Reads the data section alone, for commands that only look at images.
   *
   * @throws InvalidInputException with all that is wrong with it
   */
  public static DataSpec readData(Optional<ConfigText> file, List<Setting> settings) {
    Findings findings = new Findings();
    ConfigObject merged = merge(file, settings, findings);
    ConfigValue data = merged.get("data");
    if (!(data instanceof ConfigObject section)) {
      findings.unusable("data", data, "a section");
      throw new InvalidInputException(findings.lines());
    }
    return checked(binder(findings).bind(DataSpec.class, section, "data"), findings);
  }

  /**
   * Reads back what {@link SpecWriter#json} wrote.
   *
   * @throws InvalidInputException if it is no such text
   */
  public static SweepSpec fromJson(String json) {
    return read(Optional.of(new ConfigText("run.json", json)), List.of());
  }

  private static RecordBinder binder(Findings findings) {
    return new RecordBinder(findings, RULES, SweepSpec.class);
  }

  private static <T> T checked(Optional<T> bound, Findings findings) {
    if (!findings.lines().isEmpty()) {
      throw new InvalidInputException(findings.lines());
    }
    return bound.orElseThrow();
  }

  private static ConfigObject merge(
      Optional<ConfigText> file, List<Setting> settings, Findings findings) {
    Config config = ConfigFactory.empty();
    for (Setting setting : settings) {
      config = parse(setting, findings).withFallback(config);
    }
    if (file.isPresent()) {
      config = config.withFallback(parse(file.get()));
    }
    try {
      return config.withFallback(defaults()).resolve().root();
    } catch (ConfigException e) {
      throw new InvalidInputException(
          "Cannot resolve the configuration: %s. Set what it refers to, or write ${?...}."
              .formatted(reason(e)),
          e);
    }
  }

  private static Config defaults() {
    return ConfigFactory.parseResources(
        SpecReader.class.getClassLoader(),
        DEFAULTS,
        ConfigParseOptions.defaults().setAllowMissing(false).setOriginDescription("defaults"));
  }

  private static Config parse(ConfigText file) {
    try {
      return ConfigFactory.parseString(
          file.text(),
          ConfigParseOptions.defaults()
              .setOriginDescription(file.name())
              .setIncluder(new NoIncludes()));
    } catch (ConfigException e) {
      throw new InvalidInputException(
          "Cannot parse the configuration: %s. Mend that line.".formatted(reason(e)), e);
    }
  }

  private static Config parse(Setting setting, Findings findings) {
    if (setting.key().isEmpty()) {
      findings.other(
          "Cannot use -D %s: it sets no key. Write -D KEY=VALUE, such as -D clusters=20."
              .formatted(setting.value()));
      return ConfigFactory.empty();
    }
    try {
      Object value = value(setting);
      List<String> path = ConfigUtil.splitPath(setting.key());
      for (int i = path.size() - 1; i >= 0; i--) {
        value = Map.of(path.get(i), value);
      }
      return ((ConfigObject) ConfigValueFactory.fromAnyRef(value, setting.origin())).toConfig();
    } catch (ConfigException e) {
      findings.other(
          "Cannot parse -D %s=%s: %s. Write it as a file would, in quotes for the shell."
              .formatted(setting.key(), setting.value(), reason(e)));
      return ConfigFactory.empty();
    }
  }

  private static Object value(Setting setting) {
    String text = setting.value();
    boolean structured = text.startsWith("[") || text.startsWith("{") || text.startsWith("\"");
    if (!structured) {
      return text;
    }
    ConfigParseOptions options =
        ConfigParseOptions.defaults().setOriginDescription(setting.origin());
    return ConfigFactory.parseString("value = " + text, options).getValue("value").unwrapped();
  }

  /** What the parser says, as one line that a remedy can follow. */
  private static String reason(ConfigException e) {
    return e.getMessage().replaceAll("\\s+", " ").strip().replaceAll("\\.$", "");
  }

  /** A configuration may lie on any file system, where Typesafe Config could not follow. */
  private static final class NoIncludes implements ConfigIncluder {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw new InvalidInputException(
          "Cannot include %s in a configuration. Write all of it into one file.".formatted(what));
    }
  }
}
