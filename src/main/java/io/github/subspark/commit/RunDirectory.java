/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.subspark.FileSystems;
import io.github.subspark.InvalidInputException;
import io.github.subspark.commit.Artefacts.PartitionArtefact;
import io.github.subspark.training.Epoch;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;

/**
 * A run's folder on any Hadoop file system. Artefacts lie in {@code
 * _artifacts/<kind>/<key>/<attempt>/}, and {@code _commits/<kind>/<key>/<attempt>.json}, written
 * last, says that they are whole. Nothing is ever renamed or written twice, so an object store will
 * do; if two attempts of a key are committed, the lowest attempt id counts. Spark's readers skip
 * these folders by their underscore.
 */
public final class RunDirectory {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path root;
  private final Configuration hadoop;
  private final FileSystem files;

  private RunDirectory(Path root, Configuration hadoop, FileSystem files) {
    this.root = root;
    this.hadoop = hadoop;
    this.files = files;
  }

  /**
   * Opens a run directory that may not exist yet.
   *
   * @throws InvalidInputException if it cannot be a folder
   */
  public static RunDirectory at(String root, Configuration hadoop) {
    if (root.isBlank()) {
      throw new InvalidInputException(
          "Cannot use run directory '%s': it has no name. Name a folder.".formatted(root));
    }
    try {
      Path path = new Path(root);
      FileSystem files = FileSystems.of(path, hadoop);
      Path qualified = files.makeQualified(path);
      checkFolder(root, qualified, files);
      return new RunDirectory(qualified, hadoop, files);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "Cannot use run directory %s: %s. Name a folder that you may write to."
              .formatted(root, String.valueOf(e.getMessage()).replaceAll("\\s+", " ")),
          e);
    }
  }

  /** Refuses a file, also as the parent of what does not exist yet. */
  private static void checkFolder(String root, Path path, FileSystem files) throws IOException {
    for (Path at = path; at != null; at = at.getParent()) {
      try {
        if (files.getFileStatus(at).isFile()) {
          throw new InvalidInputException(
              "Cannot use run directory %s: %s is a file. Name a folder, new or with a run."
                  .formatted(root, at.toUri().getPath()));
        }
        return;
      } catch (FileNotFoundException | ParentNotDirectoryException absent) {
        // Then the nearest parent that exists decides.
      }
    }
  }

  /** The folder, qualified by its file system. */
  public String root() {
    return root.toString();
  }

  /** The folder as messages name it: on the local disk without a scheme. */
  public String place() {
    return place(root);
  }

  /** A path as messages name it. */
  public static String place(Path path) {
    return path.toString().replaceFirst("^file:/*", "/");
  }

  /** An empty run directory of its own within this one, for what is computed to be compared. */
  public RunDirectory beside() {
    return new RunDirectory(resolve("_verify/" + TimedId.next()), hadoop, files);
  }

  /** Removes the folder with all that is in it. */
  public void remove() throws IOException {
    delete(root);
  }

  /** Whether nothing lies in the folder but what drivers write before a run begins. */
  public boolean isEmpty() throws IOException {
    return list(root).stream()
        .map(status -> status.getPath().getName())
        .allMatch(name -> name.equals(Lease.FOLDER) || name.equals(Staging.FOLDER));
  }

  /** The text of {@code run.json}, if the run has begun. */
  public Optional<String> description() throws IOException {
    return read(resolve("run.json"));
  }

  /** Writes a text that stands beside the tables, {@code run.json} say, over whatever is there. */
  public void put(String name, String text) throws IOException {
    try (Staging staging = staging()) {
      Path aside = staging.aside(name);
      write(aside, text);
      staging.place(aside, resolve(name));
    }
  }

  /** Begins to replace files. */
  public Staging staging() throws IOException {
    return new Staging(root, files, hadoop);
  }

  /** Begins an attempt of a step. */
  public Attempt attempt(ArtefactKind kind, String key) {
    return new Attempt(this, hadoop, kind, key, TimedId.next());
  }

  /** The commit that counts for each key of a kind, sorted by key. */
  public List<CommitRecord> commits(ArtefactKind kind) throws IOException {
    TreeMap<String, CommitRecord> byKey = new TreeMap<>();
    for (FileStatus key : list(resolve("_commits/" + kind.text()))) {
      commit(kind, key.getPath().getName()).ifPresent(commit -> byKey.put(commit.key(), commit));
    }
    return List.copyOf(byKey.values());
  }

  /** The commit that counts for a key. */
  public Optional<CommitRecord> commit(ArtefactKind kind, String key) throws IOException {
    for (Path record : records(kind, key)) {
      Optional<CommitRecord> commit = believe(record, kind, key);
      if (commit.isPresent()) {
        return commit;
      }
    }
    return Optional.empty();
  }

  /** All whole commits of a key, the one that counts first. */
  List<CommitRecord> believed(ArtefactKind kind, String key) throws IOException {
    List<CommitRecord> commits = new ArrayList<>();
    for (Path record : records(kind, key)) {
      believe(record, kind, key).ifPresent(commits::add);
    }
    return commits;
  }

  /** Commit records of a key, whole or not, lowest attempt first. */
  List<Path> records(ArtefactKind kind, String key) throws IOException {
    return list(resolve("_commits/%s/%s".formatted(kind.text(), key))).stream()
        .map(FileStatus::getPath)
        .sorted(Comparator.comparing(Path::getName))
        .toList();
  }

  /** The committed parameters. */
  public float[] weights(CommitRecord commit) throws IOException {
    return Artefacts.readWeights(hadoop, path(commit, ArtefactKind.WEIGHTS));
  }

  /** The committed C, N x N, row-major. */
  public float[] coefficients(CommitRecord commit) throws IOException {
    return Artefacts.readCoefficients(hadoop, path(commit, ArtefactKind.COEFFICIENTS));
  }

  /** The committed epochs. */
  public List<Epoch> curve(CommitRecord commit) throws IOException {
    return Artefacts.readCurve(hadoop, path(commit, ArtefactKind.CURVES));
  }

  /** The committed clusters. */
  public List<PartitionArtefact> partitions(CommitRecord commit) throws IOException {
    return Artefacts.readPartitions(hadoop, path(commit, ArtefactKind.PARTITIONS));
  }

  /** The committed Z, N x d, row-major. */
  public float[] latent(CommitRecord commit) throws IOException {
    return Artefacts.readWeights(hadoop, path(commit, ArtefactKind.LATENT));
  }

  /** The committed partitions that an ensemble averages. */
  public List<int[]> members(CommitRecord commit) throws IOException {
    return Artefacts.readMembers(hadoop, path(commit, ArtefactKind.MEMBERS));
  }

  /** A committed artefact's file. */
  public Path path(CommitRecord commit, ArtefactKind kind) {
    return resolve(commit.file(kind).path());
  }

  /** Notes a failed attempt. */
  public void write(FailureRecord failure) throws IOException {
    String name =
        "_failures/%s/%s/%s.json".formatted(failure.step(), failure.key(), TimedId.next());
    write(resolve(name), JSON.writeValueAsString(failure));
  }

  /** All failed attempts, oldest first. */
  public List<FailureRecord> failures() throws IOException {
    List<FileStatus> found = new ArrayList<>();
    for (FileStatus step : list(resolve("_failures"))) {
      for (FileStatus key : list(step.getPath())) {
        found.addAll(list(key.getPath()));
      }
    }
    found.sort(Comparator.comparing(status -> status.getPath().getName()));
    List<FailureRecord> failures = new ArrayList<>();
    for (FileStatus status : found) {
      parse(status.getPath(), FailureRecord.class).ifPresent(failures::add);
    }
    return List.copyOf(failures);
  }

  /** Names of what lies in a folder, hidden names aside; none if there is no such folder. */
  public Set<String> names(String folder) throws IOException {
    return list(resolve(folder)).stream()
        .map(status -> status.getPath().getName())
        .filter(name -> !name.startsWith(".") && !name.startsWith("_"))
        .collect(Collectors.toSet());
  }

  /** A path within the run directory. */
  public Path resolve(String relative) {
    return new Path(root, relative);
  }

  void write(CommitRecord commit) throws IOException {
    String name =
        "_commits/%s/%s/%s.json".formatted(commit.kind().text(), commit.key(), commit.attempt());
    write(resolve(name), JSON.writeValueAsString(commit));
  }

  /** A record counts if it is whole and its files are there at their full length. */
  private Optional<CommitRecord> believe(Path record, ArtefactKind kind, String key)
      throws IOException {
    Optional<CommitRecord> commit =
        parse(record, CommitRecord.class)
            .filter(c -> c.isFor(kind, key) && record.getName().equals(c.attempt() + ".json"));
    if (commit.isEmpty()) {
      return commit;
    }
    for (CommitRecord.ArtefactFile file : commit.get().files()) {
      try {
        if (files.getFileStatus(resolve(file.path())).getLen() != file.bytes()) {
          return Optional.empty();
        }
      } catch (FileNotFoundException absent) {
        return Optional.empty();
      }
    }
    return commit;
  }

  private <T> Optional<T> parse(Path file, Class<T> type) throws IOException {
    try {
      return read(file, type);
    } catch (JsonProcessingException | ChecksumException torn) {
      // Its writer died half way: not committed.
      return Optional.empty();
    }
  }

  /**
   * A record of JSON.
   *
   * @return empty if there is no such file
   * @throws JsonProcessingException if it is torn or of another kind
   */
  <T> Optional<T> read(Path file, Class<T> type) throws IOException {
    Optional<String> text = read(file);
    // The word null is JSON, too, and says nothing.
    return text.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(JSON.readValue(text.get(), type));
  }

  boolean exists(Path file) throws IOException {
    return files.exists(file);
  }

  /** Removes a file or folder, there or not. */
  public void delete(Path path) throws IOException {
    files.delete(path, true);
  }

  /** Writes a record of JSON over whatever is there; a reader may meet it half written. */
  void overwrite(Path file, Record record) throws IOException {
    write(file, Existing.REPLACED, JSON.writeValueAsBytes(record));
  }

  /** Writes an empty file, there or not: what counts is when. */
  void touch(Path file) throws IOException {
    write(file, Existing.REPLACED, new byte[0]);
  }

  /** What lies in a folder; nothing if there is none. */
  List<FileStatus> list(Path folder) throws IOException {
    try {
      return List.of(files.listStatus(folder));
    } catch (FileNotFoundException absent) {
      return List.of();
    }
  }

  private Optional<String> read(Path file) throws IOException {
    try (FSDataInputStream in = files.open(file)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException absent) {
      return Optional.empty();
    }
  }

  private void write(Path file, String text) throws IOException {
    write(file, Existing.REFUSED, text.getBytes(StandardCharsets.UTF_8));
  }

  /** What becomes of a file that is there already. */
  private enum Existing {
    REFUSED,
    REPLACED
  }

  private void write(Path file, Existing existing, byte[] content) throws IOException {
    try (FSDataOutputStream out = files.create(file, existing == Existing.REPLACED)) {
      out.write(content);
    } catch (FSError full) {
      // Hadoop's word for a local disk that cannot be written to: an Error, of all things.
      throw new IOException(full.getMessage(), full);
    }
  }
}
