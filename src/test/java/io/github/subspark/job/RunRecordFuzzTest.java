/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.subspark.Budget;
import io.github.subspark.InvalidInputException;
import io.github.subspark.MemoryFiles;
import io.github.subspark.commit.ArtefactKind;
import io.github.subspark.commit.RunDirectory;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Timeout;

/** A run's JSON files with content that someone else wrote. */
class RunRecordFuzzTest {
  private static final Configuration HADOOP = MemoryFiles.hadoop();

  @FuzzTest
  @Timeout(300)
  void read(byte[] bytes) throws Exception {
    MemoryFiles.put("/records/run.json", bytes);
    MemoryFiles.put("/records/_commits/weights/k/a.json", bytes);
    MemoryFiles.put("/records/_failures/train/k/a.json", bytes);
    RunDirectory run = RunDirectory.at("mem:///records", HADOOP);
    new Budget(64)
        .spend(
            () -> {
              run.commits(ArtefactKind.WEIGHTS);
              run.failures();
              try {
                RunDescription.of(run);
              } catch (InvalidInputException expected) {
                // One line for the user.
              }
            });
  }
}
