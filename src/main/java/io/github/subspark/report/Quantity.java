/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Figures as people read them. */
final class Quantity {
  private static final long HOUR = 3600;
  private static final long MINUTE = 60;
  private static final double MEGABYTE = 1e6;
  private static final double GIGABYTE = 1e9;

  private Quantity() {}

  /** A time: 7.3 s, 2 min 5 s, 1 h 12 min. */
  static String time(double seconds) {
    long whole = Math.round(seconds);
    if (whole >= HOUR) {
      return "%d h %d min".formatted(whole / HOUR, whole % HOUR / MINUTE);
    }
    return whole >= MINUTE
        ? "%d min %d s".formatted(whole / MINUTE, whole % MINUTE)
        : number(seconds) + " s";
  }

  /** A moment in ISO-8601, UTC, to the second: 2026-03-01 08:15:30 UTC. */
  static String moment(String iso) {
    return Instant.parse(iso)
        .truncatedTo(ChronoUnit.SECONDS)
        .toString()
        .replace("T", " ")
        .replace("Z", " UTC");
  }

  /** Memory: 420 MB, 1.3 GB. */
  static String memory(long bytes) {
    return bytes >= GIGABYTE
        ? number(bytes / GIGABYTE) + " GB"
        : Math.round(bytes / MEGABYTE) + " MB";
  }

  /** A fraction in percent, without the sign: 93.4. */
  static String percent(Double fraction) {
    return fraction == null ? "" : number(100 * fraction);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** '1 seed', '5 seeds'. */
  static String count(long count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }
}
