/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.cli.CommitLedger.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The witness of the chaos run must be able to say that something went wrong. */
class CommitLedgerTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir private Path run;
  private CommitLedger ledger;

  @BeforeEach
  void firstCommit() throws IOException {
    ledger = new CommitLedger(run);
    commit("1", NOON, NOON.plusSeconds(10));
    ledger.look();
  }

  @Test
  void aCommitThatStaysIsNoFault() throws IOException {
    assertThat(ledger.account()).isEqualTo(new Account(1, 0, 0, 0, 0));
  }

  @Test
  void aRecordThatGoesIsLost() throws IOException {
    Files.delete(record("1"));
    assertThat(ledger.account().lost()).isEqualTo(1);
  }

  @Test
  void anArtefactThatChangesIsLost() throws IOException {
    Files.writeString(artefact("1"), "other");
    assertThat(ledger.account().lost()).isEqualTo(1);
  }

  @Test
  void aStepBegunAfterItsCommitIsRecomputed() throws IOException {
    commit("2", NOON.plusSeconds(11), NOON.plusSeconds(20));
    assertThat(ledger.account()).isEqualTo(new Account(1, 0, 1, 1, 0));
  }

  @Test
  void aStepBegunBesideAnotherAttemptIsNot() throws IOException {
    commit("2", NOON.plusSeconds(9), NOON.plusSeconds(20));
    assertThat(ledger.account()).isEqualTo(new Account(1, 0, 0, 1, 0));
  }

  @Test
  void aLoserMayBeSweptAway() throws IOException {
    commit("2", NOON.plusSeconds(9), NOON.plusSeconds(20));
    ledger.look();
    Files.delete(record("2"));
    assertThat(ledger.account().lost()).isZero();
  }

  @Test
  void halfARecordAndARecordOfHalfAnArtefactAreTorn() throws IOException {
    commit("2", NOON, NOON);
    Files.writeString(record("2"), Files.readString(record("2")).substring(0, 30));
    commit("3", NOON, NOON);
    Files.writeString(artefact("3"), "hal");
    Files.createFile(record("4"));
    assertThat(ledger.account()).isEqualTo(new Account(1, 0, 0, 0, 3));
  }

  private void commit(String attempt, Instant started, Instant written) throws IOException {
    Files.createDirectories(artefact(attempt).getParent());
    Files.writeString(artefact(attempt), "whole");
    Files.createDirectories(record(attempt).getParent());
    Files.writeString(
        record(attempt),
        """
        {"key": "k1", "files": [{"path": "%s", "bytes": 5}], "provenance": {"started": "%s"}}
        """
            .formatted(run.relativize(artefact(attempt)), started));
    Files.setLastModifiedTime(record(attempt), FileTime.from(written));
  }

  private Path record(String attempt) {
    return run.resolve("_commits/weights/k1/" + attempt + ".json");
  }

  private Path artefact(String attempt) {
    return run.resolve("_artifacts/weights/k1/" + attempt + "/part-0.parquet");
  }
}
