/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Says that one step of a run is done: written last, as JSON, and the only thing that readers
 * believe.
 *
 * @param kind what the step is for: its main artefact
 * @param key the step's name, unique within the kind
 * @param attempt id of the attempt, which names the folders of all its artefacts
 * @param files what the attempt wrote
 * @param summary the step's figures that are not worth a file
 * @param provenance where and how the figures came about
 */
public record CommitRecord(
    ArtefactKind kind,
    String key,
    String attempt,
    List<ArtefactFile> files,
    StepSummary summary,
    Provenance provenance) {
  public CommitRecord {
    Stream.of(kind, key, attempt, summary, provenance).forEach(Objects::requireNonNull);
    files = List.copyOf(files);
  }

  /**
   * One file of an attempt.
   *
   * @param kind the artefact
   * @param path relative to the run directory
   * @param bytes its length, checked before it is believed
   */
  public record ArtefactFile(ArtefactKind kind, String path, long bytes) {
    public ArtefactFile {
      Objects.requireNonNull(kind);
      Objects.requireNonNull(path);
    }
  }

  /** Where an attempt's file of a kind lies, relative to the run directory. */
  static String place(ArtefactKind artefact, String key, String attempt) {
    return "_artifacts/%s/%s/%s/part-0.parquet".formatted(artefact.text(), key, attempt);
  }

  /** Whether it is this step's, and names no files but its own attempt's. */
  boolean isFor(ArtefactKind step, String name) {
    return kind == step
        && name.equals(key)
        && files.stream().allMatch(f -> f.path().equals(place(f.kind(), key, attempt)));
  }

  /** The attempt's file of a kind. */
  public ArtefactFile file(ArtefactKind wanted) {
    return files.stream()
        .filter(file -> file.kind() == wanted)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("Cannot find " + wanted.text() + " in commit " + key));
  }
}
