/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Published tables as any reader sees them, each row as one line 'column=value ...', sorted; times,
 * hosts, sizes of processes and counts of failures left out, which differ between runs.
 *
 * @param tables lines by table; a table that does not exist is absent
 */
record TableTexts(Map<String, List<String>> tables) {
  static final List<String> NAMES =
      List.of("results", "assignments", "curves", "coefficients", "cells", "images");

  private static final Set<String> LEFT_OUT =
      Set.of(
          "seconds",
          "pretraining_seconds",
          "finetuning_seconds",
          "clustering_seconds",
          "peak_bytes",
          "finished",
          "host",
          "failures",
          "failed_step",
          "failure_kind",
          "failure_message",
          "failure_host",
          "failure_time",
          "failure_attempt",
          "failed_attempt");

  /** Lines by the bytes of a table's files: most runs publish the same ones. */
  private static final Map<String, List<String>> READ = new ConcurrentHashMap<>();

  /** Reads what is there with Spark's own reader. */
  static TableTexts of(SparkSession spark, Path run) {
    Map<String, List<String>> tables = new TreeMap<>();
    for (String name : NAMES) {
      Path table = run.resolve(name);
      List<Path> files = files(table);
      if (!files.isEmpty()) {
        tables.put(name, READ.computeIfAbsent(digest(files), bytes -> read(spark, table)));
      }
    }
    return new TableTexts(tables);
  }

  /** What a reader finds: names that begin with _ or . are none to it. */
  private static List<Path> files(Path table) {
    if (!Files.isDirectory(table)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(table)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> table.relativize(file).toString().matches("[^_.].*"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(List<Path> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static List<String> read(SparkSession spark, Path table) {
    return spark.read().parquet("file:" + table).collectAsList().stream()
        .map(TableTexts::line)
        .sorted()
        .toList();
  }

  private static String line(Row row) {
    return Arrays.stream(row.schema().fieldNames())
        .filter(column -> !LEFT_OUT.contains(column))
        .map(column -> column + "=" + text(row.getAs(column)))
        .collect(Collectors.joining(" "));
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? Base64.getEncoder().encodeToString(bytes)
        : String.valueOf(value);
  }

  /** A value of a line. */
  static String value(String line, String column) {
    Matcher value = Pattern.compile("(^| )" + column + "=(\\S*)").matcher(line);
    return value.find() ? value.group(2) : "";
  }

  /**
   * What these tables of a whole run would be if only {@code committed} were there.
   *
   * @return rows of the committed steps alone; of {@code cells} its key and whether it is done
   */
  TableTexts restrictedTo(CommittedSteps committed) {
    Map<String, List<String>> rest = new TreeMap<>();
    tables.forEach(
        (name, lines) ->
            rest.put(
                name, lines.stream().filter(line -> isCommitted(name, line, committed)).toList()));
    return new TableTexts(rest);
  }

  private static boolean isCommitted(String table, String line, CommittedSteps committed) {
    String cell = cell(line);
    boolean tuned = committed.contains("coefficients/" + cell);
    boolean clustered = committed.contains("partitions/" + cell + "-local");
    return switch (table) {
      case "results", "assignments" -> tuned && clustered;
      case "coefficients" -> tuned;
      case "curves" ->
          value(line, "phase").equals("pretraining")
              ? committed.contains("weights/" + cell.replace("-null", ""))
              : tuned;
      case "cells" ->
          tuned && clustered && committed.contains("weights/" + cell.replaceAll("-[a-z]+-", "-"));
      default -> true;
    };
  }

  private static String cell(String line) {
    return "k%s-%s-seed%s"
        .formatted(value(line, "channels"), value(line, "attention"), value(line, "seed"));
  }

  /** Of {@code cells} the lines of done cells alone: what others say depends on the moment. */
  TableTexts doneCells() {
    Map<String, List<String>> rest = new TreeMap<>(tables);
    rest.computeIfPresent(
        "cells",
        (name, lines) ->
            lines.stream().filter(line -> value(line, "status").equals("done")).toList());
    return new TableTexts(rest);
  }

  /**
   * Tables whose rows are neither {@code old}'s nor {@code fresh}'s. A table of one file is one or
   * the other as a whole; {@code coefficients} has a file for each cell, which holds for each.
   */
  Set<String> strangers(TableTexts old, TableTexts fresh) {
    Set<String> strangers = new TreeSet<>();
    files()
        .forEach(
            (file, lines) -> {
              if (!lines.equals(old.files().get(file)) && !lines.equals(fresh.files().get(file))) {
                strangers.add(file);
              }
            });
    return strangers;
  }

  private Map<String, List<String>> files() {
    Map<String, List<String>> files = new TreeMap<>();
    tables.forEach(
        (name, lines) -> {
          if (name.equals("coefficients")) {
            lines.stream()
                .collect(Collectors.groupingBy(line -> name + " " + cell(line)))
                .forEach(files::put);
          } else {
            files.put(name, lines);
          }
        });
    return files;
  }
}
