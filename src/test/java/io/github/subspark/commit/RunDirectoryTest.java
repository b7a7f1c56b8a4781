/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.subspark.commit.Artefacts.PartitionArtefact;
import io.github.subspark.network.Attention;
import io.github.subspark.sweep.Cell;
import io.github.subspark.training.Epoch;
import io.github.subspark.training.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  static final Provenance HERE =
      new Provenance(
          "host", "0", "2026-01-01T00:00:00Z", 1.5, "native", "cpu", "b", "k", 1, 7, "v");

  @TempDir private Path folder;
  private RunDirectory run;

  @BeforeEach
  void open() throws IOException {
    run = RunDirectory.at(folder.resolve("run").toString(), new Configuration());
  }

  @Test
  void artefactsAreReadAsTheyWereWritten() throws IOException {
    float[] weights = {1.5f, -0f, Float.MIN_VALUE};
    float[] coefficients = {0, 1, 2, 3.25f};
    Epoch epoch =
        new Epoch(Phase.FINETUNING, 0, 1, 1.25, 2, 3, 4, Double.NaN, Double.NaN, Double.NaN);
    PartitionArtefact partition =
        new PartitionArtefact("plain", "njw", 0.5, 0.25, new int[] {1, 0, 1});
    run.attempt(ArtefactKind.COEFFICIENTS, "k1-none-seed0")
        .weights(weights)
        .coefficients("faces", new Cell(.25, 1, Attention.NONE, 0), coefficients)
        .curve(List.of(epoch))
        .partitions(List.of(partition))
        .commit(new StepSummary(7L, 2, "active", 0.125), HERE);

    CommitRecord commit = run.commit(ArtefactKind.COEFFICIENTS, "k1-none-seed0").orElseThrow();
    assertThat(run.weights(commit)).containsExactly(weights);
    assertThat(run.coefficients(commit)).containsExactly(coefficients);
    assertThat(run.curve(commit)).containsExactly(epoch);
    assertThat(run.partitions(commit))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(partition);
    assertThat(commit.summary()).isEqualTo(new StepSummary(7L, 2, "active", 0.125));
    assertThat(commit.provenance()).isEqualTo(HERE);
  }

  @Test
  void anAttemptWithoutCommitIsNotSeen() throws IOException {
    run.attempt(ArtefactKind.WEIGHTS, "k1-seed0").weights(new float[] {1});

    assertThat(run.commit(ArtefactKind.WEIGHTS, "k1-seed0")).isEmpty();
    assertThat(run.commits(ArtefactKind.WEIGHTS)).isEmpty();
  }

  @Test
  void theLowestOfTwoCommittedAttemptsCounts() throws IOException, InterruptedException {
    Attempt first = run.attempt(ArtefactKind.WEIGHTS, "k1-seed0");
    Thread.sleep(5);
    Attempt second = run.attempt(ArtefactKind.WEIGHTS, "k1-seed0");
    second.weights(new float[] {2}).commit(StepSummary.none(), HERE);
    first.weights(new float[] {1}).commit(StepSummary.none(), HERE);

    CommitRecord commit = run.commit(ArtefactKind.WEIGHTS, "k1-seed0").orElseThrow();
    assertThat(run.weights(commit)).containsExactly(1);
    assertThat(run.commits(ArtefactKind.WEIGHTS)).containsExactly(commit);
  }

  @Test
  void aDamagedArtefactOfFullLengthIsNamedWithARemedy() throws IOException {
    run.attempt(ArtefactKind.WEIGHTS, "a")
        .weights(new float[] {1})
        .commit(StepSummary.none(), HERE);
    Path artefact = onlyFile(folder.resolve("run/_artifacts/weights/a"), ".parquet");
    byte[] bytes = Files.readAllBytes(artefact);
    Arrays.fill(bytes, (byte) 7);
    try (Stream<Path> files = Files.list(artefact.getParent())) {
      for (Path sum : files.filter(file -> file.toString().endsWith(".crc")).toList()) {
        Files.delete(sum);
      }
    }
    Files.write(artefact, bytes);

    CommitRecord commit = run.commit(ArtefactKind.WEIGHTS, "a").orElseThrow();
    assertThatThrownBy(() -> run.weights(commit))
        .isInstanceOf(UnreadableArtefactException.class)
        .hasMessage(
            "%s cannot be read (it is no Parquet file); if it is damaged, delete it, and the same command computes its step again",
            artefact);
  }

  @Test
  void aTornRecordAndATornArtefactAreNotBelieved() throws IOException {
    run.attempt(ArtefactKind.WEIGHTS, "a")
        .weights(new float[] {1})
        .commit(StepSummary.none(), HERE);
    run.attempt(ArtefactKind.WEIGHTS, "b")
        .weights(new float[] {1})
        .commit(StepSummary.none(), HERE);
    Path record = onlyFile(folder.resolve("run/_commits/weights/a"), ".json");
    Files.writeString(record, Files.readString(record).substring(0, 60));
    Path artefact = onlyFile(folder.resolve("run/_artifacts/weights/b"), ".parquet");
    byte[] bytes = Files.readAllBytes(artefact);
    Files.write(artefact, java.util.Arrays.copyOf(bytes, bytes.length - 9));

    assertThat(run.commits(ArtefactKind.WEIGHTS)).isEmpty();
  }

  @Test
  void failuresAreKeptInTheOrderOfTheirTime() throws IOException, InterruptedException {
    FailureRecord first = new FailureRecord("finetune", "k", 1, "oom", "no memory", "", "h", "t1");
    FailureRecord second = new FailureRecord("pretrain", "k", 1, "dead", "died", "", "h", "t2");
    run.write(first);
    Thread.sleep(5);
    run.write(second);

    assertThat(run.failures()).containsExactly(first, second);
  }

  private static Path onlyFile(Path root, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .findFirst()
          .orElseThrow();
    }
  }
}
