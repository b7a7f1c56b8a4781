/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  private static final Provenance HERE =
      new Provenance("host", "0", "2026-01-01T00:00:00Z", 1, "native", "cpu", "b", "k", 1, 7, "v");

  @TempDir private Path folder;
  private RunDirectory run;

  @BeforeEach
  void open() {
    run = RunDirectory.at(folder.resolve("run").toString(), new Configuration());
  }

  private Attempt begun(String key, float weight) throws IOException {
    return run.attempt(ArtefactKind.WEIGHTS, key).weights(new float[] {weight}).curve(List.of());
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(name -> !name.contains("/."))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void whatDeadAttemptsOfACommittedKeyLeftIsRemoved() throws IOException {
    begun("k1-seed0", 1).commit(StepSummary.none(), HERE);
    Set<String> committed = files();
    begun("k1-seed0", 2);
    Path torn = folder.resolve("run/_commits/weights/k1-seed0/9-torn.json");
    Files.writeString(torn, "{\"kind\"");

    assertThat(Leftovers.remove(run)).as("two folders and a record").isEqualTo(3);
    assertThat(files()).isEqualTo(committed);
    assertThat(run.weights(run.commit(ArtefactKind.WEIGHTS, "k1-seed0").orElseThrow()))
        .containsExactly(1);
  }

  @Test
  void whatMayYetBeCommittedStays() throws IOException {
    Attempt running = begun("k2-seed0", 1);
    assertThat(Leftovers.remove(run)).isZero();
    running.commit(StepSummary.none(), HERE);
    assertThat(run.commit(ArtefactKind.WEIGHTS, "k2-seed0")).isPresent();
  }

  @Test
  void spareCommitsStay() throws IOException {
    begun("k1-seed0", 1).commit(StepSummary.none(), HERE);
    begun("k1-seed0", 2).commit(StepSummary.none(), HERE);
    assertThat(Leftovers.remove(run)).isZero();
    assertThat(run.believed(ArtefactKind.WEIGHTS, "k1-seed0")).hasSize(2);
  }

  @Test
  void aRecordThatNamesFilesOutsideItsAttemptIsNotBelieved() throws IOException {
    CommitRecord honest = begun("k1-seed0", 1).commit(StepSummary.none(), HERE);
    Path record = folder.resolve("run/_commits/weights/k1-seed0/" + honest.attempt() + ".json");
    String text = Files.readString(record);
    Files.delete(record.resolveSibling("." + record.getFileName() + ".crc"));

    Files.writeString(
        record, text.replace("_artifacts/weights/", "_artifacts/weights/../weights/"));
    assertThat(run.commit(ArtefactKind.WEIGHTS, "k1-seed0")).isEmpty();
    Files.writeString(record, text.replace("\"key\" : \"k1-seed0\"", "\"key\" : \"../../..\""));
    assertThat(run.commit(ArtefactKind.WEIGHTS, "k1-seed0")).isEmpty();
    Files.writeString(record, text);
    assertThat(run.commit(ArtefactKind.WEIGHTS, "k1-seed0")).contains(honest);
  }
}
