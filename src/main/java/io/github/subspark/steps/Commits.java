/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.commit.ArtefactKind;
import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.RunDirectory;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All commits of a run that count, as they stood at one moment. */
public record Commits(Map<ArtefactKind, Map<String, CommitRecord>> byKind) {
  /** What counts now. */
  public static Commits of(RunDirectory run) throws IOException {
    Map<ArtefactKind, Map<String, CommitRecord>> byKind = new EnumMap<>(ArtefactKind.class);
    for (ArtefactKind kind : ArtefactKind.values()) {
      byKind.put(
          kind,
          run.commits(kind).stream()
              .collect(Collectors.toMap(CommitRecord::key, Function.identity())));
    }
    return new Commits(byKind);
  }

  /** What a step committed, if it did. */
  public Optional<CommitRecord> of(Step step) {
    return Optional.ofNullable(byKind.get(step.kind().artefact()).get(step.key()));
  }

  /** Those whose bits are worth comparing. */
  public List<CommitRecord> trainings() {
    return Stream.of(ArtefactKind.WEIGHTS, ArtefactKind.COEFFICIENTS)
        .flatMap(kind -> byKind.get(kind).values().stream())
        .toList();
  }

  /** Whether a step is committed. */
  public boolean contains(Step step) {
    return of(step).isPresent();
  }
}
