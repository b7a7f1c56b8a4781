/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.subspark.Budget;
import io.github.subspark.MemoryFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Artefacts of a run directory whose bytes someone else wrote. */
class ArtefactFuzzTest {
  private static final Configuration HADOOP = MemoryFiles.hadoop();

  /** Reads one artefact of a commit. */
  private interface Artefact {
    Object read(RunDirectory run, CommitRecord commit) throws IOException;
  }

  private static final List<Artefact> ARTEFACTS =
      List.of(
          RunDirectory::weights,
          RunDirectory::coefficients,
          RunDirectory::curve,
          RunDirectory::partitions);

  @FuzzTest
  void read(byte[] bytes) throws Exception {
    MemoryFiles.put("/artefacts/run.parquet", bytes);
    RunDirectory run = RunDirectory.at("mem:///artefacts", HADOOP);
    List<CommitRecord.ArtefactFile> files = new ArrayList<>();
    for (ArtefactKind kind : ArtefactKind.values()) {
      files.add(new CommitRecord.ArtefactFile(kind, "run.parquet", bytes.length));
    }
    CommitRecord commit =
        new CommitRecord(
            ArtefactKind.WEIGHTS,
            "k",
            "a",
            files,
            StepSummary.none(),
            new ObjectMapper().readValue("{}", Provenance.class));
    for (Artefact artefact : ARTEFACTS) {
      new Budget(200)
          .spend(
              () -> {
                try {
                  artefact.read(run, commit);
                } catch (IOException expected) {
                  // Said of the one cell whose artefact it is.
                }
              });
    }
  }
}
