/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A witness of a run on the local disk: looks at its commit records over and over, without the
 * job's own code, and remembers each that ever counted together with its artefacts' digests.
 */
final class CommitLedger {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path run;
  private final Map<Path, Commit> seen = new LinkedHashMap<>();

  CommitLedger(Path run) {
    this.run = run;
  }

  /**
   * What became of all that was ever committed.
   *
   * @param steps keys with a commit: weights, coefficients, partitions
   * @param lost keys of which no commit is left as it was, record and artefacts, byte for byte
   * @param recomputed commits of a step that began after an earlier commit of its key was there
   * @param duplicates commits beyond the first of their key; one that began before the first was
   *     there is no fault: its driver or executor was being killed while another one took over
   * @param torn records that never counted, since their writer died in the middle
   */
  record Account(int steps, int lost, int recomputed, int duplicates, int torn) {}

  private record Commit(
      String key, String text, Instant written, Instant started, Map<Path, String> digests) {}

  /** Remembers what has been committed since the last look. */
  void look() throws IOException {
    for (Path record : records()) {
      if (!seen.containsKey(record)) {
        read(record).ifPresent(commit -> seen.put(record, commit));
      }
    }
  }

  /** Steps committed so far. */
  int steps() {
    return byKey().size();
  }

  /** Settles the account, after a last look. */
  Account account() throws IOException {
    look();
    int lost = 0;
    int recomputed = 0;
    for (Map<Path, Commit> commits : byKey().values()) {
      boolean intact = false;
      for (Map.Entry<Path, Commit> commit : commits.entrySet()) {
        intact |= read(commit.getKey()).equals(Optional.of(commit.getValue()));
      }
      lost += intact ? 0 : 1;
      Instant first =
          commits.values().stream()
              .map(Commit::written)
              .min(Comparator.naturalOrder())
              .orElseThrow();
      recomputed +=
          (int) commits.values().stream().filter(commit -> commit.started().isAfter(first)).count();
    }
    int torn = (int) records().stream().filter(record -> !seen.containsKey(record)).count();
    return new Account(steps(), lost, recomputed, seen.size() - steps(), torn);
  }

  private Map<String, Map<Path, Commit>> byKey() {
    Map<String, Map<Path, Commit>> byKey = new TreeMap<>();
    seen.forEach(
        (record, commit) ->
            byKey.computeIfAbsent(commit.key(), key -> new LinkedHashMap<>()).put(record, commit));
    return byKey;
  }

  private List<Path> records() {
    return entries(run.resolve("_commits"))
        .flatMap(CommitLedger::entries)
        .flatMap(CommitLedger::entries)
        .filter(file -> file.toString().endsWith(".json"))
        .sorted()
        .toList();
  }

  private static Stream<Path> entries(Path folder) {
    File[] entries = folder.toFile().listFiles();
    return entries == null ? Stream.of() : Stream.of(entries).map(File::toPath);
  }

  /** A commit record, if it is whole and its artefacts are there at full length. */
  private Optional<Commit> read(Path record) throws IOException {
    try {
      String text = Files.readString(record);
      JsonNode json = JSON.readTree(text);
      if (!json.hasNonNull("files")) {
        return Optional.empty();
      }
      Map<Path, String> digests = new TreeMap<>();
      for (JsonNode file : json.get("files")) {
        Path artefact = run.resolve(file.get("path").asText());
        byte[] bytes = Files.readAllBytes(artefact);
        if (bytes.length != file.get("bytes").asLong()) {
          return Optional.empty();
        }
        digests.put(artefact, digest(bytes));
      }
      return Optional.of(
          new Commit(
              record.getParent().getParent().getFileName() + "/" + json.get("key").asText(),
              text,
              Files.getLastModifiedTime(record).toInstant(),
              Instant.parse(json.get("provenance").get("started").asText()),
              digests));
    } catch (NoSuchFileException | JsonProcessingException torn) {
      return Optional.empty();
    }
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new LinkageError("SHA-256", impossible);
    }
  }
}
