/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What attempts have left that died before their commit. It is removed once the same key is
 * committed by another attempt: should the one thought dead still live, what it commits lacks its
 * files, is not believed, and nothing is lost.
 */
public final class Leftovers {
  private final RunDirectory run;

  private Leftovers(RunDirectory run) {
    this.run = run;
  }

  /**
   * Removes the leftovers of every committed key.
   *
   * @return how many folders and torn records there were
   */
  public static int remove(RunDirectory run) throws IOException {
    Leftovers leftovers = new Leftovers(run);
    int removed = 0;
    Set<String> keys = new HashSet<>();
    Set<String> believed = new HashSet<>();
    for (ArtefactKind kind : ArtefactKind.values()) {
      for (CommitRecord commit : run.commits(kind)) {
        commit.files().forEach(file -> keys.add(keyFolder(file.kind(), commit.key())));
        believed.addAll(leftovers.attempts(commit));
        removed += leftovers.removeTorn(commit);
      }
    }
    for (String key : keys) {
      for (FileStatus attempt : run.list(run.resolve(key))) {
        if (!believed.contains(key + "/" + attempt.getPath().getName())) {
          run.delete(attempt.getPath());
          removed++;
        }
      }
    }
    return removed;
  }

  /** Folders of all whole commits of a key: the one that counts and its spares. */
  private Set<String> attempts(CommitRecord counting) throws IOException {
    return run.believed(counting.kind(), counting.key()).stream()
        .flatMap(
            commit ->
                commit.files().stream()
                    .map(file -> keyFolder(file.kind(), commit.key()) + "/" + commit.attempt()))
        .collect(Collectors.toSet());
  }

  /** Commit records of a committed key that are not whole, or whose files are not. */
  private int removeTorn(CommitRecord counting) throws IOException {
    Set<String> whole =
        run.believed(counting.kind(), counting.key()).stream()
            .map(commit -> commit.attempt() + ".json")
            .collect(Collectors.toSet());
    int removed = 0;
    for (Path record : run.records(counting.kind(), counting.key())) {
      if (!whole.contains(record.getName())) {
        run.delete(record);
        removed++;
      }
    }
    return removed;
  }

  private static String keyFolder(ArtefactKind kind, String key) {
    return "_artifacts/%s/%s".formatted(kind.text(), key);
  }
}
