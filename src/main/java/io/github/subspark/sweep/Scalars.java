/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Single values of a configuration as Java values. A number may be given as text, since the command
 * line and environment variables know nothing else.
 */
final class Scalars {
  private static final Set<ConfigValueType> SINGLE =
      Set.of(ConfigValueType.STRING, ConfigValueType.NUMBER, ConfigValueType.BOOLEAN);

  private Scalars() {}

  /**
   * Reads a value as {@code type}: int, long, double, boolean, their boxes, String or an enum. A
   * double may be a percentage: '25 %' is 0.25.
   *
   * @throws IllegalArgumentException whose message is the rule that the value breaks, completing
   *     'must be ...'
   */
  static Object parse(Class<?> type, ConfigValue value) {
    if (!SINGLE.contains(value.valueType())) {
      throw new IllegalArgumentException(rule(type));
    }
    // Keeps what was written: 1e3 does not become 1000.0, nor 007 the number 7.
    String text = value.atKey("value").getString("value").strip();
    if (type == String.class) {
      return text;
    } else if (type == int.class || type == Integer.class) {
      return Math.toIntExact(whole(type, text, Integer.MAX_VALUE));
    } else if (type == long.class || type == Long.class) {
      return whole(type, text, Long.MAX_VALUE);
    } else if (type == double.class || type == Double.class) {
      return real(type, text);
    } else if (type == boolean.class || type == Boolean.class) {
      return truth(type, text);
    }
    return constant(type, text);
  }

  /** What a value of this type must be. */
  static String rule(Class<?> type) {
    if (type.isEnum()) {
      return "one of " + String.join(", ", constants(type));
    } else if (type == double.class || type == Double.class) {
      return "a number";
    } else if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    return type == String.class ? "text" : "a whole number";
  }

  private static long whole(Class<?> type, String text, long largest) {
    BigDecimal number = number(type, text);
    try {
      long whole = number.longValueExact();
      if (whole >= -largest - 1 && whole <= largest) {
        return whole;
      }
    } catch (ArithmeticException e) {
      if (number.abs().compareTo(BigDecimal.valueOf(largest)) <= 0) {
        throw new IllegalArgumentException(rule(type), e);
      }
    }
    throw new IllegalArgumentException("a whole number of at most " + largest);
  }

  private static double real(Class<?> type, String text) {
    boolean percent = text.endsWith("%");
    BigDecimal number = number(type, percent ? text.substring(0, text.length() - 1).strip() : text);
    // In decimal, so that 30 % is the double nearest to 0.3.
    double real = (percent ? number.movePointLeft(2) : number).doubleValue();
    if (Double.isInfinite(real)) {
      throw new IllegalArgumentException("a number below 1.8e308");
    }
    return real;
  }

  private static BigDecimal number(Class<?> type, String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(rule(type), e);
    }
  }

  private static boolean truth(Class<?> type, String text) {
    return switch (text) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new IllegalArgumentException(rule(type));
    };
  }

  private static Object constant(Class<?> type, String text) {
    List<String> constants = constants(type);
    int index = constants.indexOf(text.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw new IllegalArgumentException(rule(type));
    }
    return type.getEnumConstants()[index];
  }

  private static List<String> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> SpecKeys.text((Enum<?>) constant))
        .toList();
  }
}
